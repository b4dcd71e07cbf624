import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { LogRecord } from '../../api/types.ts';
import { showValue } from '../attributes.ts';
import { formatAbsolute } from '../format/time.ts';
import { AttributeTable } from './AttributeTable.tsx';
import { CopyButton } from './CopyButton.tsx';
import css from './log-table.module.css';

/** All of a log record. */
export function LogDetails({ log }: { log: LogRecord }) {
  const body = showValue(log.body);
  return (
    <div className={css['sheet']}>
      <div className={css['full']}>
        <div className={css['bodyHead']}>
          <h2>{typeof log.body === 'string' ? 'Body' : 'Body (structured)'}</h2>
          <CopyButton value={body} what="body" />
        </div>
        <pre tabIndex={0} aria-label="Body">
          {body}
        </pre>
      </div>
      <section>
        <h2>Attributes</h2>
        <AttributeTable
          label="Attributes"
          attributes={log.attributes}
          types={log.attributeTypes}
          dropped={log.droppedAttributesCount}
        />
        <h2>Resource</h2>
        <AttributeTable label="Resource" attributes={log.resource} types={log.resourceTypes} />
      </section>
      <section>
        <h2>Record</h2>
        <dl className={css['facts']}>
          <Fact name="Time">{formatAbsolute(log.timeUnixNano)}</Fact>
          {log.observedTimeUnixNano !== '0' && log.observedTimeUnixNano !== log.timeUnixNano && (
            <Fact name="Observed">{formatAbsolute(log.observedTimeUnixNano)}</Fact>
          )}
          <Fact name="Severity">
            {log.severityText || '–'} ({log.severityNumber})
          </Fact>
          {log.eventName !== '' && <Fact name="Event">{log.eventName}</Fact>}
          {log.traceId !== null && (
            <Fact name="Trace" copy={log.traceId}>
              <Link
                to="/traces/$traceId"
                params={{ traceId: log.traceId }}
                search={{ span: log.spanId ?? undefined }}
              >
                {log.traceId}
              </Link>
            </Fact>
          )}
          {log.spanId !== null && (
            <Fact name="Span" copy={log.spanId}>
              {log.spanId}
            </Fact>
          )}
          {log.correlationId !== null && (
            <Fact name="Correlation" copy={log.correlationId}>
              <Link to="/correlations/$correlationId" params={{ correlationId: log.correlationId }}>
                {log.correlationId}
              </Link>
            </Fact>
          )}
          {log.scope.name !== '' && (
            <Fact name="Scope">
              {log.scope.name} {log.scope.version}
            </Fact>
          )}
        </dl>
      </section>
    </div>
  );
}

/** One line of a list of facts. */
export function Fact(props: { name: string; copy?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        <span>{props.children}</span>
        {props.copy !== undefined && (
          <CopyButton value={props.copy} what={`${props.name.toLowerCase()} id`} />
        )}
      </dd>
    </div>
  );
}
