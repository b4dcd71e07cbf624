import { IconAlertCircleFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TraceSummary } from '../../../api/types.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf } from '../../../shared/format/number.ts';
import { serviceColor } from '../../../shared/service-color.ts';
import marks from '../../../shared/ui/marks.module.css';
import table from '../../../shared/ui/table.module.css';
import { ClockTime } from '../../../shared/ui/Time.tsx';
import css from '../service.module.css';

export function FewTraces({ label, traces }: { label: string; traces: readonly TraceSummary[] }) {
  return (
    <table className={table['table']} aria-label={label}>
      <colgroup>
        <col className={css['clockColumn']} />
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
              <Link
                to="/traces/$traceId"
                params={{ traceId: trace.traceId }}
                className={`${table['cover']} ${css['other']}`}
                title={`${trace.rootService} · ${trace.rootName}`}
              >
                <span
                  className={marks['swatch']}
                  style={{ background: serviceColor(trace.rootService) }}
                />
                <span className="cut">{trace.rootName || '(no name)'}</span>
              </Link>
            </td>
            <td className={table['number']}>{formatDuration(trace.durationMs)}</td>
            <td className={table['number']}>
              {trace.errors === 0 ? (
                <span className="faint">0</span>
              ) : (
                <span
                  className={marks['errors']}
                  title={`${countOf(trace.errors, 'span')} with errors`}
                >
                  <IconAlertCircleFilled size={13} aria-hidden="true" />
                  {trace.errors}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
