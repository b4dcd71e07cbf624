import { IconChevronDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
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

/** As the styles make them. */
const ROW_PX = 27;

interface Props {
  traces: readonly TraceSummary[];
  /**
   * What scrolls the table, where it may be long: only the rows in sight exist then. Null until it
   * is on the page.
   */
  scroller?: HTMLElement | null | undefined;
  /** In which order they are, where that can be chosen. */
  sort?: TraceSort | undefined;
  sortBy?: ((sort: TraceSort) => void) | undefined;
}

export function TraceTable({ traces, scroller, sort, sortBy }: Props) {
  const longest = traces.reduce((most, { durationMs }) => Math.max(most, durationMs), 0);
  const { first, last, beforePx, afterPx } = useRowsInSight(traces.length, scroller);
  return (
    <table
      className={`${table['table']} ${css['table']}`}
      aria-label="Traces"
      aria-rowcount={traces.length + 1}
    >
      <colgroup>
        <col className={css['start']} />
        <col className={css['rootSpan']} />
        <col className={css['took']} />
        <col className={css['count']} />
        <col className={css['count']} />
        <col />
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
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
        <Gap px={beforePx} />
        {traces.slice(first, last).map((trace, index) => (
          <TraceRow key={trace.traceId} index={first + index} trace={trace} longest={longest} />
        ))}
        <Gap px={afterPx} />
      </tbody>
    </table>
  );
}

/** Where rows would be that are out of sight. */
function Gap({ px }: { px: number }) {
  if (px === 0) return undefined;
  return (
    <tr aria-hidden="true">
      <td className={css['gap']} style={{ height: px }} />
    </tr>
  );
}

interface RowsInSight {
  readonly first: number;
  /** Exclusive. */
  readonly last: number;
  readonly beforePx: number;
  readonly afterPx: number;
}

function useRowsInSight(count: number, scroller: Props['scroller']): RowsInSight {
  const virtual = useVirtualizer({
    count,
    enabled: scroller !== undefined,
    getScrollElement: () => scroller ?? null,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  if (scroller === undefined) return { first: 0, last: count, beforePx: 0, afterPx: 0 };
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = (items.at(-1)?.index ?? -1) + 1;
  return { first, last, beforePx: first * ROW_PX, afterPx: (count - last) * ROW_PX };
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

interface RowProps {
  /** Its place in the list. */
  index: number;
  trace: TraceSummary;
  longest: number;
}

const TraceRow = memo(function TraceRow({ index, trace, longest }: RowProps) {
  const width = longest > 0 ? Math.max(0, trace.durationMs / longest) * 100 : 0;
  const others = trace.services.filter((service) => service !== trace.rootService);
  return (
    <tr className={table['row']} aria-rowindex={index + 2}>
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
