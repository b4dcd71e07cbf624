import type { LogRecord } from '../../../api/types.ts';
import { oneLine } from '../../../shared/attributes.ts';
import { logKeys } from '../../../shared/log-keys.ts';
import { CELL_PADDING, clockWidth } from '../../../shared/ui/clock-width.ts';
import { LogTrace } from '../../../shared/ui/LogTrace.tsx';
import { SeverityMark } from '../../../shared/ui/SeverityMark.tsx';
import table from '../../../shared/ui/table.module.css';
import { ClockTime } from '../../../shared/ui/Time.tsx';
import css from './few-logs.module.css';

export function FewLogs({ logs }: { logs: readonly LogRecord[] }) {
  const keys = logKeys(logs);
  const time = clockWidth(logs.map(({ timeUnixNano }) => timeUnixNano)) + CELL_PADDING;
  return (
    <table className={table['table']} aria-label="Latest warnings and errors">
      <colgroup>
        <col style={{ width: time }} />
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
            <tr key={keys[at]} className={table['row']}>
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
                {log.traceId !== null && <LogTrace traceId={log.traceId} spanId={log.spanId} />}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
