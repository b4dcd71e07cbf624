import { IconChevronRight, IconLink, IconTimeline } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { LogRecord } from '../../api/types.ts';
import { oneLine } from '../attributes.ts';
import { LogDetails } from './LogDetails.tsx';
import link from './log-link.module.css';
import css from './log-table.module.css';
import { LogTrace } from './LogTrace.tsx';
import { ServiceLink } from './ServiceLink.tsx';
import { SeverityMark } from './SeverityMark.tsx';
import { ClockTime } from './Time.tsx';

/** On the trace page a record's span is selected in place. */
export interface SpanLinkTarget {
  readonly select: (spanId: string) => void;
  readonly has: (spanId: string) => boolean;
}

interface Props {
  log: LogRecord;
  index: number;
  open: boolean;
  toggle: () => void;
  toSpan: SpanLinkTarget | undefined;
  toCorrelation: boolean;
}

export const LogRow = memo(function LogRow(props: Props) {
  const { log, open, toggle } = props;
  const line = oneLine(log.body) || log.eventName;
  const exception = oneLine(log.attributes['exception.message']);
  return (
    <>
      <div
        role="row"
        aria-rowindex={props.index + 2}
        className={`${css['line']} ${css['row']} ${open ? css['open'] : ''}`}
        onClick={(event) => {
          // The whole line opens, except where a link is, or while a text is being selected.
          if (event.target instanceof Element && event.target.closest('a,button')) return;
          if (window.getSelection()?.isCollapsed === false) return;
          toggle();
        }}
      >
        <span role="cell">
          <button
            type="button"
            className={css['caret']}
            aria-expanded={open}
            aria-label={open ? 'Close the record' : 'Open the record'}
            onClick={toggle}
          >
            <IconChevronRight size={13} aria-hidden="true" />
          </button>
        </span>
        <span role="cell" className={css['time']}>
          <ClockTime nano={log.timeUnixNano} />
        </span>
        <span role="cell">
          <SeverityMark severityNumber={log.severityNumber} severityText={log.severityText} />
        </span>
        <span role="cell" className={css['service']}>
          <ServiceLink service={log.service} />
        </span>
        <span role="cell" className={`cut ${css['body']}`}>
          {line === '' ? <span className="faint">(no body)</span> : line}
          {exception !== '' && !line.includes(exception) && (
            <span className={css['exception']}>{exception}</span>
          )}
        </span>
        <span role="cell" className={css['links']}>
          <SpanLink log={log} toSpan={props.toSpan} />
          {props.toCorrelation && log.correlationId !== null && (
            <Link
              to="/correlations/$correlationId"
              params={{ correlationId: log.correlationId }}
              className={link['link']}
              title={`Correlation ${log.correlationId}`}
            >
              <IconLink size={13} aria-hidden="true" />
              Correlation
            </Link>
          )}
        </span>
      </div>
      {open && (
        <div role="row" className={css['details']}>
          <div role="cell" aria-colspan={6}>
            <LogDetails log={log} />
          </div>
        </div>
      )}
    </>
  );
});

function SpanLink({ log, toSpan }: { log: LogRecord; toSpan: SpanLinkTarget | undefined }) {
  const { traceId, spanId } = log;
  if (toSpan) {
    if (spanId === null || !toSpan.has(spanId)) return null;
    return (
      <button type="button" className={link['link']} onClick={() => toSpan.select(spanId)}>
        <IconTimeline size={13} aria-hidden="true" />
        Span
      </button>
    );
  }
  return traceId === null ? null : <LogTrace traceId={traceId} spanId={spanId} />;
}
