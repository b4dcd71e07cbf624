import { Tabs } from '@mantine/core';
import { IconLink, IconLinkOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { untilAnswered } from '../../api/recover.ts';
import { useMemo } from 'react';
import { ApiError } from '../../api/problem.ts';
import type { Correlation } from '../../api/types.ts';
import { formatDuration } from '../../shared/format/duration.ts';
import { countOf, formatCount } from '../../shared/format/number.ts';
import { shortId } from '../../shared/ids.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { CopyButton } from '../../shared/ui/CopyButton.tsx';
import { LogTable } from '../../shared/ui/LogTable.tsx';
import { SkeletonRows, useTitle } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { Failed, StaleBanner } from '../../shared/ui/States.tsx';
import states from '../../shared/ui/states.module.css';
import { correlationQuery } from './api/queries.ts';
import { ExemplarTable } from './components/ExemplarTable.tsx';
import { TraceTimeline } from './components/TraceTimeline.tsx';
import { buildTimeline } from './model/timeline.ts';
import css from './correlation.module.css';

export function CorrelationPage() {
  const { correlationId } = useParams({ from: '/correlations/$correlationId' });
  const { refreshMs } = useTimeRange();
  const query = useQuery({
    ...correlationQuery(correlationId),
    refetchInterval: untilAnswered(refreshMs),
  });
  useTitle(`Correlation ${shortId(correlationId)}`);
  const { data, error } = query;
  const retry = (): void => void query.refetch();
  const unknown = data
    ? data.traces.length + data.logs.length + data.exemplars.length === 0
    : error instanceof ApiError && error.status === 404;
  return (
    <div className={page['page']}>
      {data && error && <StaleBanner error={error} retry={retry} />}
      <header className={css['header']}>
        <span className={css['kind']}>
          <IconLink size={14} aria-hidden="true" />
          Correlation
        </span>
        <span className={css['id']}>
          <h1 className="cut" title={correlationId}>
            {correlationId}
          </h1>
          <CopyButton value={correlationId} what="correlation id" />
        </span>
        {data && !unknown && <Sums data={data} />}
      </header>
      {unknown ? (
        <section className={states['state']}>
          <IconLinkOff className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
          <h2>Nothing carries this correlation id</h2>
          <p className={states['detail']}>
            Its records may not have arrived yet, or are older than what is kept.
          </p>
        </section>
      ) : data ? (
        <Found data={data} />
      ) : error ? (
        <Failed error={error} retry={retry} />
      ) : (
        <div className={page['body']}>
          <SkeletonRows />
        </div>
      )}
    </div>
  );
}

function Sums({ data }: { data: Correlation }) {
  const timeline = buildTimeline(data.traces, data.logs);
  const services = new Set([
    ...data.traces.flatMap((trace) => trace.services),
    ...data.logs.map((log) => log.service),
  ]);
  const parts = [
    countOf(data.traces.length + data.truncated.traces, 'trace'),
    countOf(data.logs.length + data.truncated.logs, 'log record'),
    countOf(services.size, 'service'),
    `over ${formatDuration(timeline.durationMs)}`,
  ];
  return <p className={css['sums']}>{parts.join(' · ')}</p>;
}

function Found({ data }: { data: Correlation }) {
  const { view } = useSearch({ from: '/correlations/$correlationId' });
  const navigate = useNavigate({ from: '/correlations/$correlationId' });
  const timeline = useMemo(() => buildTimeline(data.traces, data.logs), [data]);
  const { truncated } = data;
  return (
    <>
      {(truncated.traces > 0 || truncated.logs > 0 || truncated.exemplars > 0) && (
        <p className={css['truncated']} role="status">
          More carries this id than one page takes. Not shown:{' '}
          {[
            truncated.traces > 0 && countOf(truncated.traces, 'trace'),
            truncated.logs > 0 && countOf(truncated.logs, 'log record'),
            truncated.exemplars > 0 && countOf(truncated.exemplars, 'exemplar'),
          ]
            .filter(Boolean)
            .join(', ')}
          .
        </p>
      )}
      {data.traces.length > 0 && (
        <section className={css['traces']} aria-label="Traces on one axis" tabIndex={0}>
          <TraceTimeline timeline={timeline} />
        </section>
      )}
      <Tabs
        value={view ?? 'logs'}
        onChange={(tab) =>
          void navigate({
            search: (now) => ({ ...now, view: tab === 'exemplars' ? 'exemplars' : undefined }),
          })
        }
        className={css['tabs']}
        classNames={{ panel: css['tabPanel'] ?? '' }}
        keepMounted={false}
      >
        <Tabs.List px={16}>
          <Tabs.Tab
            value="logs"
            rightSection={<span className={css['count']}>{formatCount(data.logs.length)}</span>}
          >
            Logs
          </Tabs.Tab>
          {data.exemplars.length > 0 && (
            <Tabs.Tab
              value="exemplars"
              rightSection={
                <span className={css['count']}>{formatCount(data.exemplars.length)}</span>
              }
            >
              Exemplars
            </Tabs.Tab>
          )}
        </Tabs.List>
        <Tabs.Panel value="logs">
          {data.logs.length === 0 ? (
            <section className={states['state']}>
              <h2>No log records carry this id</h2>
            </section>
          ) : (
            <LogTable logs={data.logs} toCorrelation={false} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="exemplars">
          <ExemplarTable exemplars={data.exemplars} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
