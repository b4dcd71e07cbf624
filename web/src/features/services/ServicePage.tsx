import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { alarmsQuery } from '../../api/control-loop.ts';
import { ApiError } from '../../api/problem.ts';
import { untilAnswered } from '../../api/recover.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { useTitle } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { Failed, StaleBanner } from '../../shared/ui/States.tsx';
import { useRowKeys } from '../../shared/ui/useRowKeys.ts';
import { type Asked, type Service, serviceQuery } from './api/queries.ts';
import { Figures } from './components/Figures.tsx';
import { FiringAlarms } from './components/FiringAlarms.tsx';
import { PartFailed } from './components/Part.tsx';
import { QuietService } from './components/QuietService.tsx';
import { ScopeFilters } from './components/ScopeFilters.tsx';
import { ServiceHeader } from './components/ServiceHeader.tsx';
import { UnknownService } from './components/UnknownService.tsx';
import { asPart } from './parts/ask.ts';
import { DependenciesPart } from './parts/DependenciesPart.tsx';
import { InstancesPart } from './parts/InstancesPart.tsx';
import { LogsPart } from './parts/LogsPart.tsx';
import { OperationsPart } from './parts/OperationsPart.tsx';
import { TimePart } from './parts/TimePart.tsx';
import { TracesPart } from './parts/TracesPart.tsx';
import css from './service.module.css';
import { type Scope, scopeOf } from './url.ts';

/** Everything about one service in a range of time: the landing place in an incident. */
export function ServicePage() {
  const { service } = useParams({ from: '/services/$service' });
  const { namespace, environment, version } = useSearch({ from: '/services/$service' });
  const navigate = useNavigate({ from: '/services/$service' });
  const { range, refreshMs } = useTimeRange();
  const { from, to } = range;
  const scope = useMemo(
    () => scopeOf({ namespace, environment, version }),
    [namespace, environment, version],
  );
  const asked: Asked = useMemo(
    () => ({ service, range: { from, to }, scope }),
    [service, from, to, scope],
  );
  useTitle(service);
  useRowKeys();
  const query = useQuery({ ...serviceQuery(asked), ...asPart(refreshMs) });
  // What there is to choose from does not shrink with what was chosen.
  const whole = useQuery({
    ...serviceQuery({ ...asked, scope: {} }),
    enabled: Object.keys(scope).length > 0,
  });
  const alarms = useQuery({
    ...alarmsQuery({ service }),
    refetchInterval: untilAnswered(refreshMs),
  });
  const change = (part: Scope): void =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const retry = (): void => void query.refetch();

  const { error } = query;
  const known = query.isPlaceholderData && error ? undefined : query.data;
  const unknown = error instanceof ApiError && error.code === 'service_not_found';
  const choices = whole.data ?? known;
  return (
    <div className={page['page']}>
      <header className={css['header']}>
        <ServiceHeader service={service} known={unknown ? undefined : known} scope={scope} />
        <div className={page['filters']} role="search" aria-label="Filters">
          {query.isPending && <Skeleton height={30} width={526} />}
          <ScopeFilters scope={scope} of={choices ? [choices] : []} change={change} />
        </div>
      </header>
      <div className={page['body']}>
        {unknown ? (
          <UnknownService service={service} />
        ) : !known && concernsAll(error) ? (
          <Failed error={error} retry={retry} />
        ) : known && wasQuiet(known) ? (
          <QuietService of={known} scope={scope} change={change} />
        ) : (
          <>
            {query.isError && known && <StaleBanner error={error} retry={retry} />}
            {query.isError && !known && (
              <div className={css['alone']}>
                <PartFailed query={query} stale={false} />
              </div>
            )}
            <FiringAlarms alarms={alarms.data?.alarms ?? []} />
            {known ? (
              <Figures of={known} />
            ) : (
              !query.isError && <Skeleton height={58} mx={16} my={10} w="auto" />
            )}
            <div className={css['grid']}>
              <div className={css['column']}>
                <TimePart asked={asked} refreshMs={refreshMs} alarms={alarms.data?.alarms ?? []} />
                <OperationsPart asked={asked} refreshMs={refreshMs} />
              </div>
              <div className={css['column']}>
                <DependenciesPart asked={asked} refreshMs={refreshMs} />
                <InstancesPart asked={asked} refreshMs={refreshMs} />
              </div>
            </div>
            <div className={css['pair']}>
              <TracesPart asked={asked} refreshMs={refreshMs} which="slowest" />
              <TracesPart asked={asked} refreshMs={refreshMs} which="failed" />
            </div>
            <div className={css['last']}>
              <LogsPart asked={asked} refreshMs={refreshMs} />
            </div>
          </>
        )}
      </div>
    </div>
  );
}

/** Whether what failed is no matter of one question: the parts would all say the same. */
const concernsAll = (error: unknown): boolean =>
  error instanceof ApiError && (!error.passing || error.status === 0 || error.status === 503);

/** Whether the service was not there at all; one without requests may have logged. */
const wasQuiet = ({ requests, instances }: Service): boolean => requests === 0 && instances === 0;
