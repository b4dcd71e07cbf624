import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ApiError } from '../../api/problem.ts';
import { untilAnswered } from '../../api/recover.ts';
import { countOf } from '../../shared/format/number.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { LoadMore } from '../../shared/ui/LoadMore.tsx';
import { LogTable } from '../../shared/ui/LogTable.tsx';
import { Page, SkeletonRows } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { ListState, NewestElsewhere, NothingMatches } from '../../shared/ui/States.tsx';
import { newestLogQuery, logsQuery } from './api/queries.ts';
import { activeFilters, LogFilters } from './components/LogFilters.tsx';
import type { LogsSearch } from './url.ts';

const NO_FILTERS: LogsSearch = {
  q: undefined,
  service: undefined,
  minSeverity: undefined,
  traceId: undefined,
  correlationId: undefined,
};

export function LogsPage() {
  const filters = useSearch({ from: '/logs' });
  const navigate = useNavigate({ from: '/logs' });
  const { range, refreshMs } = useTimeRange();
  const query = useInfiniteQuery({
    ...logsQuery(range, filters),
    placeholderData: keepPreviousData,
    // Who has read on to older pages keeps them still.
    refetchInterval: untilAnswered(({ state }) =>
      (state.data?.pages.length ?? 0) > 1 ? false : refreshMs,
    ),
  });
  const change = (part: LogsSearch): void =>
    void navigate({ search: (now) => ({ ...now, ...part }) });
  const logs = query.data?.pages.flatMap((each) => each.logs) ?? [];
  return (
    <Page
      title="Logs"
      summary={
        query.data && `${countOf(logs.length, 'record')}${query.hasNextPage ? ', more below' : ''}`
      }
      filters={
        <LogFilters
          filters={filters}
          change={change}
          refused={query.error instanceof ApiError ? query.error : undefined}
        />
      }
    >
      <div className={page['body']}>
        <ListState
          query={query}
          hasData={query.data !== undefined}
          empty={logs.length === 0}
          skeleton={<SkeletonRows />}
          nothing={
            <NothingMatches
              what="log records"
              filters={activeFilters(filters, change)}
              clearAll={() => change(NO_FILTERS)}
              newest={<NewestElsewhere query={newestLogQuery(filters)} />}
            />
          }
        >
          <LogTable
            logs={logs}
            footer={
              <LoadMore
                hasMore={query.hasNextPage}
                loading={query.isFetchingNextPage}
                load={() => void query.fetchNextPage()}
                end={`All ${countOf(logs.length, 'record')} of this time range`}
              />
            }
          />
        </ListState>
      </div>
    </Page>
  );
}
