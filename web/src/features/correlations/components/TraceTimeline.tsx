import { axisTicks } from '../../../shared/axis.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { formatCount } from '../../../shared/format/number.ts';
import { serviceColor } from '../../../shared/service-color.ts';
import table from '../../../shared/ui/table.module.css';
import { ClockTime } from '../../../shared/ui/Time.tsx';
import { SpanErrors, TraceRoot } from '../../../shared/ui/TraceCells.tsx';
import css from '../correlation.module.css';
import type { Lane, Timeline } from '../model/timeline.ts';

const LIST = new Intl.ListFormat('en');

/** The traces of a correlation id as bars on one axis. */
export function TraceTimeline({ timeline }: { timeline: Timeline }) {
  // The last label ends at its tick: two of them have to fit between ticks.
  const ticks = axisTicks(timeline.durationMs, 3);
  const place = (tick: number): string =>
    `${timeline.durationMs > 0 ? (tick / timeline.durationMs) * 100 : 0}%`;
  return (
    <table className={table['table']} aria-label="Traces">
      <colgroup>
        <col style={{ width: 128 }} />
        <col style={{ width: '38%' }} />
        <col style={{ width: 64 }} />
        <col style={{ width: 68 }} />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Start</th>
          <th scope="col">Root span</th>
          <th scope="col" className={table['number']}>
            Spans
          </th>
          <th scope="col" className={table['number']}>
            Errors
          </th>
          <th scope="col">
            <span className="sr-only">Time</span>
            <span className={css['axis']} aria-hidden="true">
              {ticks.map((tick) => (
                <span
                  key={tick}
                  className={tick > timeline.durationMs * 0.85 ? css['end'] : ''}
                  style={{ left: place(tick) }}
                >
                  {formatDuration(tick)}
                </span>
              ))}
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {timeline.lanes.map((lane) => (
          <LaneRow key={lane.trace.traceId} lane={lane} />
        ))}
      </tbody>
    </table>
  );
}

function LaneRow({ lane }: { lane: Lane }) {
  const { trace, left, width } = lane;
  // Whom the request also went to.
  const others = LIST.format(trace.services.filter((service) => service !== trace.rootService));
  const right = left + width;
  const side =
    right < 84 ? { left: `${right}%` } : { right: `${left > 16 ? 100 - left : 100 - right}%` };
  return (
    <tr className={table['row']}>
      <td className="muted">
        <ClockTime nano={trace.startTimeUnixNano} />
      </td>
      <td>
        <TraceRoot
          trace={trace}
          title={`${trace.rootService} · ${trace.rootName}${others === '' ? '' : `, with ${others}`}`}
        >
          {others !== '' && <span className={`faint cut ${css['others']}`}>with {others}</span>}
        </TraceRoot>
      </td>
      <td className={table['number']}>{formatCount(trace.spans)}</td>
      <td className={table['number']}>
        <SpanErrors count={trace.errors} />
      </td>
      <td>
        <span className={css['lane']}>
          <span
            className={`${css['bar']} ${trace.errors > 0 ? css['failed'] : ''}`}
            style={
              {
                left: `min(${left}%, 100% - 3px)`,
                width: `${width}%`,
                '--color': serviceColor(trace.rootService),
              } as object
            }
          />
          {lane.marks.map((mark, at) => (
            // The place in the list is all that tells two records of one instant apart.
            <span key={at} className={css['mark']} style={{ left: `${mark}%` }} />
          ))}
          <span className={css['duration']} style={side}>
            {formatDuration(trace.durationMs)}
          </span>
        </span>
      </td>
    </tr>
  );
}
