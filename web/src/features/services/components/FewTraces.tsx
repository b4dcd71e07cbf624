import type { TraceSummary } from '../../../api/types.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import table from '../../../shared/ui/table.module.css';
import { CELL_PADDING, clockWidth } from '../../../shared/ui/clock-width.ts';
import { ClockTime } from '../../../shared/ui/Time.tsx';
import { SpanErrors, TraceRoot } from '../../../shared/ui/TraceCells.tsx';
import css from './few-traces.module.css';

export function FewTraces({ label, traces }: { label: string; traces: readonly TraceSummary[] }) {
  const start = clockWidth(traces.map((trace) => trace.startTimeUnixNano)) + CELL_PADDING;
  return (
    <table className={table['table']} aria-label={label}>
      <colgroup>
        <col style={{ width: start }} />
        <col />
        <col className={css['durationColumn']} />
        <col className={css['failedColumn']} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Start</th>
          <th scope="col">Root span</th>
          <th scope="col" className={table['number']}>
            Duration
          </th>
          <th scope="col" className={table['number']}>
            Errors
          </th>
        </tr>
      </thead>
      <tbody>
        {traces.map((trace) => (
          <tr key={trace.traceId} className={table['row']}>
            <td className="muted">
              <ClockTime nano={trace.startTimeUnixNano} />
            </td>
            <td>
              <TraceRoot trace={trace} />
            </td>
            <td className={table['number']}>{formatDuration(trace.durationMs)}</td>
            <td className={table['number']}>
              <SpanErrors count={trace.errors} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
