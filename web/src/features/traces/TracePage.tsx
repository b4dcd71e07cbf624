import { Button, Tabs } from '@mantine/core';
import { IconFileUnknown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiError } from '../../api/problem.ts';
import { untilAnswered } from '../../api/recover.ts';
import type { Trace } from '../../api/types.ts';
import { useStandingError } from '../../api/useStandingError.ts';
import { countOf, formatCount } from '../../shared/format/number.ts';
import { shortId } from '../../shared/ids.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { LogTable } from '../../shared/ui/LogTable.tsx';
import { SkeletonRows, useTitle } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { SidePanel } from '../../shared/ui/SidePanel.tsx';
import { Failed, StaleBanner } from '../../shared/ui/States.tsx';
import states from '../../shared/ui/states.module.css';
import { traceQuery } from './api/trace.ts';
import { ErrorsTable } from './components/ErrorsTable.tsx';
import { FlameView } from './components/FlameView.tsx';
import { LogPanel } from './components/LogPanel.tsx';
import { RelatedTraces } from './components/RelatedTraces.tsx';
import { SpanDetails } from './components/SpanDetails.tsx';
import { SumsTable } from './components/SumsTable.tsx';
import { TraceHeader } from './components/TraceHeader.tsx';
import { TraceTools } from './components/TraceTools.tsx';
import { useRelated } from './components/useRelated.ts';
import { useTraceKeys } from './components/useTraceKeys.ts';
import { type TraceView, useTraceView } from './components/useTraceView.ts';
import { Waterfall } from './components/Waterfall.tsx';
import css from './trace.module.css';
import type { TraceSearch } from './trace-url.ts';

const TABS = [
  ['flame', 'Flame'],
  ['errors', 'Errors'],
  ['summary', 'Summary'],
  ['logs', 'Logs'],
  ['related', 'Related traces'],
] as const satisfies readonly (readonly [TraceSearch['view'], string])[];

export function TracePage() {
  const { traceId } = useParams({ from: '/traces/$traceId' });
  const { refreshMs } = useTimeRange();
  const query = useQuery({ ...traceQuery(traceId), refetchInterval: untilAnswered(refreshMs) });
  const error = useStandingError(query, traceId);
  useTitle(`Trace ${shortId(traceId)}`);
  if (query.data) {
    return (
      <div className={page['page']}>
        {query.isError && <StaleBanner error={query.error} retry={() => void query.refetch()} />}
        <LoadedTrace key={traceId} trace={query.data} />
      </div>
    );
  }
  if (error instanceof ApiError && error.status === 404) {
    return (
      <WithoutTrace traceId={traceId}>
        <UnknownTrace traceId={traceId} />
      </WithoutTrace>
    );
  }
  return (
    <WithoutTrace traceId={traceId} awaited>
      {error ? <Failed error={error} retry={() => void query.refetch()} /> : <SkeletonRows />}
    </WithoutTrace>
  );
}

/** The page while the trace is not here; of one that is awaited the header has its room already. */
function WithoutTrace(props: { traceId: string; awaited?: boolean; children: ReactNode }) {
  return (
    <div className={page['page']}>
      <header className={`${css['header']} ${props.awaited ? css['awaited'] : ''}`}>
        <h1 className="muted cut">
          Trace <span className="mono">{props.traceId}</span>
        </h1>
      </header>
      <div className={page['body']}>{props.children}</div>
    </div>
  );
}

function LoadedTrace({ trace }: { trace: Trace }) {
  const search = useSearch({ from: '/traces/$traceId' });
  const navigate = useNavigate({ from: '/traces/$traceId' });
  const view = useTraceView(
    trace,
    search,
    (next) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true }),
  );
  const related = useRelated(trace, view.tree);
  const show = (tab: TraceSearch['view']): void =>
    void navigate({ search: (now) => ({ ...now, view: tab }) });
  const openSpan = (span: string): void =>
    void navigate({ search: (now) => ({ ...now, span, view: undefined }) });
  const tab = search.view ?? 'timeline';
  const counts: Record<string, number | undefined> = {
    errors: view.errors.length,
    logs: trace.logs.length,
    related: related.pending || related.failed ? undefined : related.count,
  };
  return (
    <>
      <TraceHeader view={view} />
      <Truncated {...trace.truncated} />
      <Tabs
        value={tab}
        onChange={(next) => show(TABS.find(([name]) => name === next)?.[0])}
        className={css['tabs']}
        classNames={{ panel: css['tabPanel'] ?? '' }}
        keepMounted={false}
      >
        <Tabs.List px={16}>
          <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
          {TABS.map(([name, label]) => (
            <Tabs.Tab
              key={name}
              value={name}
              rightSection={
                counts[name] !== undefined && (
                  <span
                    className={`${css['count']} ${name === 'errors' && counts[name] > 0 ? css['bad'] : ''}`}
                  >
                    {formatCount(counts[name])}
                  </span>
                )
              }
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="timeline">
          <Spans view={view} rows showLogs={() => show('logs')} />
        </Tabs.Panel>
        <Tabs.Panel value="flame">
          <Spans view={view} rows={false} showLogs={() => show('logs')} />
        </Tabs.Panel>
        <Tabs.Panel value="errors">
          <ErrorsTable view={view} open={openSpan} />
        </Tabs.Panel>
        <Tabs.Panel value="summary">
          <SumsTable view={view} open={openSpan} />
        </Tabs.Panel>
        <Tabs.Panel value="logs">
          {trace.logs.length === 0 ? (
            <NoLogs />
          ) : (
            <LogTable
              logs={trace.logs}
              toSpan={{ has: (spanId) => view.tree.byKey.has(spanId), select: openSpan }}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="related">
          <RelatedTraces related={related} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** The waterfall or the flame view with its tools, and the details of what is selected. */
function Spans(props: { view: TraceView; rows: boolean; showLogs: () => void }) {
  const { view, rows } = props;
  const { selectedSpan, selectedLog } = view;
  useTraceKeys(view);
  if (view.tree.roots.length === 0) return <NoSpans showLogs={props.showLogs} />;
  return (
    <div className={css['spans']}>
      <TraceTools view={view} rows={rows} />
      <div className={css['split']}>
        {rows ? <Waterfall view={view} /> : <FlameView view={view} />}
        {selectedSpan && (
          <SidePanel label="Span details" name="span" usualWidth={420}>
            <SpanDetails
              key={selectedSpan.key}
              node={selectedSpan}
              view={view}
              close={() => view.select(undefined)}
            />
          </SidePanel>
        )}
        {selectedLog && (
          <SidePanel label="Log record" name="span" usualWidth={420}>
            <LogPanel key={selectedLog.key} placed={selectedLog} view={view} />
          </SidePanel>
        )}
      </div>
    </div>
  );
}

function Truncated({ spans, logs }: Trace['truncated']) {
  if (spans === 0 && logs === 0) return undefined;
  const parts = [
    spans > 0 && countOf(spans, 'span'),
    logs > 0 && countOf(logs, 'log record'),
  ].filter((part) => part !== false);
  return (
    <p className={css['truncated']} role="status">
      This trace is larger than what one page takes. Not shown: {parts.join(', ')}.
    </p>
  );
}

function NoSpans({ showLogs }: { showLogs: () => void }) {
  return (
    <section className={states['state']}>
      <h2>No span of this trace has arrived</h2>
      <p className={states['detail']}>
        Its log records have, so it may still come; or it was not sampled.
      </p>
      <Button size="xs" onClick={showLogs}>
        Show the log records
      </Button>
    </section>
  );
}

function NoLogs() {
  return (
    <section className={states['state']}>
      <h2>No log records belong to this trace</h2>
      <p className="muted">
        A record belongs to a trace when its sender put the trace id on it; the OpenTelemetry SDKs
        do so when logs are written inside a span.
      </p>
    </section>
  );
}

function UnknownTrace({ traceId }: { traceId: string }) {
  return (
    <section className={states['state']} role="alert">
      <IconFileUnknown className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>No such trace</h2>
      <p className={states['detail']}>
        It may not have arrived yet, may be older than what is kept, or was not sampled. The same id
        may be a{' '}
        <Link
          to="/correlations/$correlationId"
          params={{ correlationId: traceId }}
          className={css['inlineLink']}
        >
          correlation id
        </Link>
        .
      </p>
    </section>
  );
}
