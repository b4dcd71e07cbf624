import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { untilAnswered } from '../../api/recover.ts';
import { countOf } from '../../shared/format/number.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { LoadMore } from '../../shared/ui/LoadMore.tsx';
import { Page, SkeletonRows } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { ListState, NewestElsewhere, NothingMatches } from '../../shared/ui/States.tsx';
import { TraceTable } from '../../shared/ui/TraceTable.tsx';
import { newestTraceQuery, tracesQuery } from './api/queries.ts';
import { activeFilters, TraceFilters } from './components/TraceFilters.tsx';
import type { TracesSearch } from './url.ts';

const NO_FILTERS: TracesSearch = {
  service: undefined,
  name: undefined,
  status: undefined,
  minDurationMs: undefined,
  attribute: undefined,
};

export function TracesPage() {
  const filters = useSearch({ from: '/traces' });
  const navigate = useNavigate({ from: '/traces' });
  const { range, refreshMs } = useTimeRange();
  const query = useInfiniteQuery({
    ...tracesQuery(range, filters),
    placeholderData: keepPreviousData,
    // Who has read on to older pages keeps them still.
    refetchInterval: untilAnswered(({ state }) =>
      (state.data?.pages.length ?? 0) > 1 ? false : refreshMs,
    ),
  });
  const change = (part: TracesSearch): void =>
    void navigate({ search: (now) => ({ ...now, ...part }) });
  const traces = query.data?.pages.flatMap((each) => each.traces) ?? [];
  return (
    <Page
      title="Traces"
      summary={
        query.data && `${countOf(traces.length, 'trace')}${query.hasNextPage ? ', more below' : ''}`
      }
      filters={<TraceFilters filters={filters} change={change} />}
    >
      <div className={page['body']}>
        <ListState
          query={query}
          hasData={query.data !== undefined}
          empty={traces.length === 0}
          skeleton={<SkeletonRows />}
          nothing={
            <NothingMatches
              what="traces"
              filters={activeFilters(filters, change)}
              clearAll={() => change(NO_FILTERS)}
              newest={<NewestElsewhere query={newestTraceQuery(filters)} />}
            />
          }
        >
          <TraceTable traces={traces} />
          <LoadMore
            hasMore={query.hasNextPage}
            loading={query.isFetchingNextPage}
            load={() => void query.fetchNextPage()}
            end={`All ${countOf(traces.length, 'trace')} of this time range`}
          />
        </ListState>
      </div>
    </Page>
  );
}
