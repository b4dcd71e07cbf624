import { IconChevronDown } from '@tabler/icons-react';
import { memo } from 'react';
import type { TraceSummary } from '../../api/types.ts';
import { formatDuration } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import { serviceColor } from '../service-color.ts';
import marks from './marks.module.css';
import table from './table.module.css';
import { ClockTime } from './Time.tsx';
import { SpanErrors, TraceRoot } from './TraceCells.tsx';
import css from './trace-table.module.css';

/** More than fit on a wide screen are not worth making. */
const MOST_CHIPS = 6;

export type TraceSort = 'time' | 'duration';

interface Props {
  traces: readonly TraceSummary[];
  /** In which order they are, where that can be chosen. */
  sort?: TraceSort | undefined;
  sortBy?: ((sort: TraceSort) => void) | undefined;
}

export function TraceTable({ traces, sort, sortBy }: Props) {
  const longest = traces.reduce((most, { durationMs }) => Math.max(most, durationMs), 0);
  return (
    <table className={table['table']} aria-label="Traces">
      <colgroup>
        <col style={{ width: 184 }} />
        <col style={{ width: '32%' }} />
        <col style={{ width: '16%' }} />
        <col style={{ width: 68 }} />
        <col style={{ width: 68 }} />
        <col />
      </colgroup>
      <thead>
        <tr>
          <SortableHead title="Start" by="time" sort={sort} sortBy={sortBy} />
          <th scope="col">Root span</th>
          <SortableHead title="Duration" by="duration" sort={sort} sortBy={sortBy} />
          <th scope="col" className={table['number']}>
            Spans
          </th>
          <th scope="col" className={table['number']}>
            Errors
          </th>
          <th scope="col">Services</th>
        </tr>
      </thead>
      <tbody>
        {traces.map((trace) => (
          <TraceRow key={trace.traceId} trace={trace} longest={longest} />
        ))}
      </tbody>
    </table>
  );
}

interface HeadProps {
  title: string;
  by: TraceSort;
  sort: Props['sort'];
  sortBy: Props['sortBy'];
}

/** Newest or slowest first; the other ways round nobody asks for. */
function SortableHead({ title, by, sort, sortBy }: HeadProps) {
  if (!sortBy) return <th scope="col">{title}</th>;
  const sorted = sort === by;
  return (
    <th scope="col" aria-sort={sorted ? 'descending' : 'none'}>
      <button
        type="button"
        className={`${table['sort']} ${sorted ? table['sorted'] : ''}`}
        title={by === 'time' ? 'Newest first' : 'Slowest first, by the longest span that matches'}
        onClick={() => sortBy(by)}
      >
        {title}
        {sorted && <IconChevronDown size={12} aria-hidden="true" />}
      </button>
    </th>
  );
}

const TraceRow = memo(function TraceRow({
  trace,
  longest,
}: {
  trace: TraceSummary;
  longest: number;
}) {
  const width = longest > 0 ? Math.max(0, trace.durationMs / longest) * 100 : 0;
  const others = trace.services.filter((service) => service !== trace.rootService);
  return (
    <tr className={table['row']}>
      <td className="muted">
        <ClockTime nano={trace.startTimeUnixNano} />
      </td>
      <td>
        <TraceRoot trace={trace} />
      </td>
      <td>
        <span className={css['duration']}>
          <span>{formatDuration(trace.durationMs)}</span>
          <span className={css['track']} aria-hidden="true">
            <span className={css['fill']} style={{ width: `${width}%` }} />
          </span>
        </span>
      </td>
      <td className={table['number']}>{formatCount(trace.spans)}</td>
      <td className={table['number']}>
        <SpanErrors count={trace.errors} />
      </td>
      <td title={trace.services.join('\n')}>
        <span className={css['chips']}>
          <span className={css['total']}>{formatCount(trace.services.length)}</span>
          {others.slice(0, MOST_CHIPS).map((service) => (
            <span key={service} className={css['chip']}>
              <span className={marks['swatch']} style={{ background: serviceColor(service) }} />
              <span className="cut">{service}</span>
            </span>
          ))}
        </span>
      </td>
    </tr>
  );
});
