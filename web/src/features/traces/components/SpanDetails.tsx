import { CloseButton } from '@mantine/core';
import { IconAlertCircleFilled, IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { formatDuration } from '../../../shared/format/duration.ts';
import { formatPercent } from '../../../shared/format/number.ts';
import { formatAbsolute } from '../../../shared/format/time.ts';
import { AttributeTable } from '../../../shared/ui/AttributeTable.tsx';
import { CopyButton } from '../../../shared/ui/CopyButton.tsx';
import { ServiceLink } from '../../../shared/ui/ServiceLink.tsx';
import { criticalMs } from '../model/critical-path.ts';
import { FLAW_WORDS } from '../model/flaws.ts';
import { selfMs } from '../model/self-time.ts';
import { signed } from '../model/skew-words.ts';
import type { TraceNode } from '../model/tree.ts';
import css from '../details.module.css';
import { SpanEvents } from './SpanEvents.tsx';
import { SpanLinks } from './SpanLinks.tsx';
import { SpanLogs } from './SpanLogs.tsx';
import type { TraceView } from './useTraceView.ts';

interface Props {
  node: TraceNode;
  view: TraceView;
  close: () => void;
}

export function SpanDetails({ node, view, close }: Props) {
  const { span } = node;
  const { traceId } = view.trace;
  const logs = view.logs.ofSpan.get(node.key) ?? [];
  const incoming = view.incoming.get(span.spanId) ?? [];
  const onPath = criticalMs(view.path, node.key);
  return (
    <>
      <div className={css['head']}>
        <div className={css['title']}>
          <h2>{span.name || '(no name)'}</h2>
          <CloseButton size="sm" aria-label="Close the details" onClick={close} />
        </div>
        <div className={css['sub']}>
          <ServiceLink service={span.service} />
          <span className="faint">{span.kind}</span>
        </div>
        {span.status === 'error' && (
          <p className={css['error']}>
            <IconAlertCircleFilled size={14} aria-hidden="true" />
            <span>{span.statusMessage || 'Status error, without a message'}</span>
          </p>
        )}
        {node.flaws.map((flaw) => (
          <p key={flaw} className={css['flaw']}>
            <IconAlertTriangle size={14} aria-hidden="true" />
            <span>{FLAW_WORDS[flaw].says}</span>
          </p>
        ))}
      </div>
      <dl className={css['facts']}>
        <Fact name="Duration">{formatDuration(span.durationMs)}</Fact>
        <Fact name="Self time">
          {formatDuration(selfMs(node))}{' '}
          <span className="faint">{shareOf(selfMs(node), span.durationMs)}</span>
        </Fact>
        {onPath > 0 && (
          <Fact name="Critical path">
            {formatDuration(onPath)}{' '}
            <span className="faint">{shareOf(onPath, view.tree.durationMs, 'of the trace')}</span>
          </Fact>
        )}
        <Fact name="Starts after">{formatDuration(node.offsetMs)}</Fact>
        <Fact name="Start">{formatAbsolute(span.startTimeUnixNano)}</Fact>
        {node.shiftMs !== 0 && (
          <Fact name="Clock">moved by {signed(node.shiftMs)}; the start is as sent</Fact>
        )}
        <Fact name="Status">
          {span.status}
          {span.status !== 'error' && span.statusMessage !== '' && `: ${span.statusMessage}`}
        </Fact>
        <Fact name="Span id" copy={span.spanId} />
        {span.parentSpanId !== null && <Fact name="Parent" copy={span.parentSpanId} />}
        <Fact name="Correlation" copy={span.correlationId}>
          <Link
            to="/correlations/$correlationId"
            params={{ correlationId: span.correlationId }}
            className={css['link']}
          >
            {span.correlationId}
          </Link>
        </Fact>
      </dl>
      <Section title="Attributes" count={Object.keys(span.attributes).length}>
        <AttributeTable
          label="Span attributes"
          attributes={span.attributes}
          types={span.attributeTypes}
          dropped={span.droppedAttributesCount}
        />
      </Section>
      {logs.length > 0 && (
        <Section title="Logs" count={logs.length}>
          <SpanLogs logs={logs.map(({ log }) => log)} span={span} traceId={traceId} />
        </Section>
      )}
      {(span.events.length > 0 || span.droppedEventsCount > 0) && (
        <Section title="Events" count={span.events.length}>
          <SpanEvents span={span} />
        </Section>
      )}
      {(span.links.length + incoming.length > 0 || span.droppedLinksCount > 0) && (
        <Section title="Links" count={span.links.length + incoming.length}>
          <SpanLinks span={span} incoming={incoming} view={view} />
        </Section>
      )}
      <Section title="Resource" count={Object.keys(span.resource).length}>
        <AttributeTable label="Resource" attributes={span.resource} types={span.resourceTypes} />
      </Section>
      <Section title="Scope" closed>
        <AttributeTable
          label="Scope"
          attributes={{
            name: span.scope.name,
            version: span.scope.version,
            ...(span.scope.schemaUrl !== '' && { 'schema url': span.scope.schemaUrl }),
            ...span.scope.attributes,
          }}
          types={span.scope.attributeTypes}
          dropped={span.scope.droppedAttributesCount}
        />
        {(span.traceState !== '' || span.flags !== 0) && (
          <p className="faint">
            flags {span.flags}
            {span.traceState !== '' && `, trace state ${span.traceState}`}
          </p>
        )}
      </Section>
    </>
  );
}

function Section(props: { title: string; count?: number; closed?: boolean; children: ReactNode }) {
  return (
    <details className={css['section']} open={!props.closed}>
      <summary>
        <IconChevronRight size={13} aria-hidden="true" />
        {props.title}
        {props.count !== undefined && <span className="faint">{props.count}</span>}
      </summary>
      {props.children}
    </details>
  );
}

function Fact(props: { name: string; copy?: string; children?: ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        <span className={props.copy === undefined ? '' : `mono ${css['id']}`}>
          {props.children ?? props.copy}
        </span>
        {props.copy !== undefined && (
          <CopyButton value={props.copy} what={props.name.toLowerCase()} />
        )}
      </dd>
    </div>
  );
}

const shareOf = (partMs: number, wholeMs: number, of = ''): string =>
  wholeMs > 0 ? `${formatPercent(partMs / wholeMs)} ${of}`.trim() : '';
