import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { untilAnswered } from '../../api/recover.ts';
import { IconFileUnknown } from '@tabler/icons-react';
import { useMemo } from 'react';
import { ApiError } from '../../api/problem.ts';
import type { Trace } from '../../api/types.ts';
import { countOf, formatCount } from '../../shared/format/number.ts';
import { shortId } from '../../shared/ids.ts';
import { LogTable } from '../../shared/ui/LogTable.tsx';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { SkeletonRows, useTitle } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { SidePanel } from '../../shared/ui/SidePanel.tsx';
import { Failed, StaleBanner } from '../../shared/ui/States.tsx';
import states from '../../shared/ui/states.module.css';
import { traceQuery } from './api/trace.ts';
import { SpanDetails } from './components/SpanDetails.tsx';
import { TraceHeader } from './components/TraceHeader.tsx';
import { Waterfall } from './components/Waterfall.tsx';
import { buildTree } from './model/tree.ts';
import css from './trace.module.css';

export function TracePage() {
  const { traceId } = useParams({ from: '/traces/$traceId' });
  const { refreshMs } = useTimeRange();
  const query = useQuery({ ...traceQuery(traceId), refetchInterval: untilAnswered(refreshMs) });
  useTitle(`Trace ${shortId(traceId)}`);
  if (query.data) {
    return (
      <div className={page['page']}>
        {query.isError && <StaleBanner error={query.error} retry={() => void query.refetch()} />}
        <LoadedTrace trace={query.data} />
      </div>
    );
  }
  if (query.error instanceof ApiError && query.error.status === 404) {
    return <UnknownTrace traceId={traceId} />;
  }
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <div className={page['page']}>
      <header className={css['header']} style={{ minHeight: 124 }}>
        <h1 className="muted cut">Trace {traceId}</h1>
      </header>
      <div className={page['body']}>
        <SkeletonRows />
      </div>
    </div>
  );
}

function LoadedTrace({ trace }: { trace: Trace }) {
  const { span: selectedKey, view } = useSearch({ from: '/traces/$traceId' });
  const navigate = useNavigate({ from: '/traces/$traceId' });
  const tree = useMemo(() => buildTree(trace.spans), [trace]);
  const logsOfSpan = useMemo(() => Map.groupBy(trace.logs, ({ spanId }) => spanId ?? ''), [trace]);
  const selected = selectedKey === undefined ? undefined : tree.byKey.get(selectedKey);
  const select = (span: string | undefined): void =>
    void navigate({ search: (now) => ({ ...now, span }), replace: true });
  const show = (tab: string | null): void =>
    void navigate({ search: (now) => ({ ...now, view: tab === 'logs' ? 'logs' : undefined }) });
  const { truncated } = trace;
  return (
    <>
      <TraceHeader trace={trace} tree={tree} />
      {(truncated.spans > 0 || truncated.logs > 0) && (
        <p className={css['truncated']} role="status">
          This trace is larger than what one page takes. Not shown:{' '}
          {[
            truncated.spans > 0 && countOf(truncated.spans, 'span'),
            truncated.logs > 0 && countOf(truncated.logs, 'log record'),
          ]
            .filter(Boolean)
            .join(', ')}
          .
        </p>
      )}
      <Tabs
        value={view ?? 'timeline'}
        onChange={show}
        className={css['tabs']}
        classNames={{ panel: css['tabPanel'] ?? '' }}
        keepMounted={false}
      >
        <Tabs.List px={16}>
          <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
          <Tabs.Tab
            value="logs"
            rightSection={<span className={css['count']}>{formatCount(trace.logs.length)}</span>}
          >
            Logs
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="timeline">
          <div className={css['split']}>
            <Waterfall
              tree={tree}
              logsOfSpan={logsOfSpan}
              selectedKey={selected?.key}
              select={select}
            />
            {selected && (
              <SidePanel label="Span details" name="span" usualWidth={420}>
                <SpanDetails
                  key={selected.key}
                  node={selected}
                  traceId={trace.traceId}
                  logs={logsOfSpan.get(selected.span.spanId) ?? []}
                  close={() => select(undefined)}
                />
              </SidePanel>
            )}
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="logs">
          {trace.logs.length === 0 ? (
            <section className={states['state']}>
              <h2>No log records belong to this trace</h2>
              <p className="muted">
                A record belongs to a trace when its sender put the trace id on it; the
                OpenTelemetry SDKs do so when logs are written inside a span.
              </p>
            </section>
          ) : (
            <LogTable
              logs={trace.logs}
              toSpan={{
                has: (spanId) => tree.byKey.has(spanId),
                select: (span) =>
                  void navigate({ search: (now) => ({ ...now, span, view: undefined }) }),
              }}
            />
          )}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function UnknownTrace({ traceId }: { traceId: string }) {
  return (
    <section className={states['state']} role="alert">
      <IconFileUnknown className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>No such trace</h2>
      <p className={`${states['detail']} mono`}>{traceId}</p>
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
