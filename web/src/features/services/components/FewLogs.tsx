import { IconTimeline } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { LogRecord } from '../../../api/types.ts';
import { oneLine } from '../../../shared/attributes.ts';
import { SeverityMark } from '../../../shared/ui/SeverityMark.tsx';
import table from '../../../shared/ui/table.module.css';
import { ClockTime } from '../../../shared/ui/Time.tsx';
import css from '../service.module.css';

export function FewLogs({ logs }: { logs: readonly LogRecord[] }) {
  return (
    <table className={table['table']} aria-label="Latest warnings and errors">
      <colgroup>
        <col className={css['clockColumn']} />
        <col className={css['severityColumn']} />
        <col />
        <col className={css['traceColumn']} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Severity</th>
          <th scope="col">Body</th>
          <th scope="col">
            <span className="sr-only">Trace</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {logs.map((log, at) => {
          const line = oneLine(log.body) || log.eventName;
          return (
            // Records have no id; of a few that are shown anew together the place is enough.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={`${log.timeUnixNano} ${at}`} className={table['row']}>
              <td className="muted">
                <ClockTime nano={log.timeUnixNano} />
              </td>
              <td>
                <SeverityMark severityNumber={log.severityNumber} severityText={log.severityText} />
              </td>
              <td className="mono" title={line}>
                {line || <span className="faint">(no body)</span>}
              </td>
              <td>
                {log.traceId !== null && (
                  <Link
                    to="/traces/$traceId"
                    params={{ traceId: log.traceId }}
                    search={{ span: log.spanId ?? undefined }}
                    className={css['traceLink']}
                  >
                    <IconTimeline size={13} aria-hidden="true" />
                    Trace
                  </Link>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
