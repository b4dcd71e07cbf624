import { Link } from '@tanstack/react-router';
import type { LogRecord, Span } from '../../../api/types.ts';
import { oneLine } from '../../../shared/attributes.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { formatAbsolute, msBetween } from '../../../shared/format/time.ts';
import { SeverityMark } from '../../../shared/ui/SeverityMark.tsx';
import css from '../details.module.css';

const MOST_LOGS = 50;

/** The log records of a span, by the time since its start. */
export function SpanLogs(props: { logs: readonly LogRecord[]; span: Span; traceId: string }) {
  const start = BigInt(props.span.startTimeUnixNano);
  return (
    <>
      <ul className={css['logs']}>
        {props.logs.slice(0, MOST_LOGS).map((log, at) => (
          <li key={`${log.timeUnixNano} ${at}`}>
            <span className={css['logHead']}>
              <SeverityMark severityNumber={log.severityNumber} severityText={log.severityText} />
              <span className="faint" title={formatAbsolute(log.timeUnixNano)}>
                at {formatDuration(msBetween(start, BigInt(log.timeUnixNano)))}
              </span>
            </span>
            <span className={`mono ${css['logBody']}`}>{oneLine(log.body) || log.eventName}</span>
          </li>
        ))}
      </ul>
      <Link
        to="/traces/$traceId"
        params={{ traceId: props.traceId }}
        search={{ span: props.span.spanId, view: 'logs' }}
        className={css['link']}
      >
        All logs of the trace
      </Link>
    </>
  );
}
