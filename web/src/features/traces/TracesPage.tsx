import { ActionIcon, Tooltip } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Node } from '@nunchi/store/language/ast';
import { useCallback, useMemo, useState } from 'react';
import { ApiError } from '../../api/problem.ts';
import { untilAnswered } from '../../api/recover.ts';
import { countOf } from '../../shared/format/number.ts';
import { conditionsOf, printConditions, withCondition } from '../../shared/query/conditions.ts';
import { QueryBox } from '../../shared/query/QueryBox.tsx';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { LoadMore } from '../../shared/ui/LoadMore.tsx';
import { Page, SkeletonRows } from '../../shared/ui/Page.tsx';
import { SidePanel } from '../../shared/ui/SidePanel.tsx';
import {
  type ActiveFilter,
  ListState,
  NewestElsewhere,
  NothingMatches,
} from '../../shared/ui/States.tsx';
import { TraceTable } from '../../shared/ui/TraceTable.tsx';
import { newestTraceQuery, tracesQuery } from './api/queries.ts';
import { spanSuggestions } from './api/suggestions.ts';
import { ComparePanel } from './compare/ComparePanel.tsx';
import { isComparing, NOTHING_SELECTED } from './compare/selection.ts';
import { zoomedTo } from './compare/zoom.ts';
import { TraceControls } from './components/TraceControls.tsx';
import { FieldsPanel } from './fields/FieldsPanel.tsx';
import { Heatmap } from './heatmap/Heatmap.tsx';
import { useRowKeys } from '../../shared/ui/useRowKeys.ts';
import css from './list.module.css';
import type { TracesSearch } from './url.ts';

export function TracesPage() {
  const search = useSearch({ from: '/traces' });
  const navigate = useNavigate({ from: '/traces' });
  const { range, refreshMs } = useTimeRange();
  const { q = '' } = search;
  const conditions = useMemo(() => conditionsOf(q, 'traces'), [q]);
  const query = useInfiniteQuery({
    ...tracesQuery(range, search),
    placeholderData: keepPreviousData,
    // Who has read on to older pages keeps them still.
    refetchInterval: untilAnswered(({ state }) =>
      (state.data?.pages.length ?? 0) > 1 ? false : refreshMs,
    ),
  });
  const change = useCallback(
    (part: TracesSearch): void => void navigate({ search: (now) => ({ ...now, ...part }) }),
    [navigate],
  );
  const ask = useCallback((text: string): void => change({ q: text || undefined }), [change]);
  const add = (condition: Node): void => ask(withCondition(q, 'traces', condition));
  const suggestions = useSuggestions();
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  useRowKeys();
  const traces = query.data?.pages.flatMap((each) => each.traces) ?? [];
  const nothing = query.data !== undefined && traces.length === 0;
  return (
    <Page
      title="Traces"
      summary={
        query.data && `${countOf(traces.length, 'trace')}${query.hasNextPage ? ', more below' : ''}`
      }
      filters={
        <>
          <Tooltip label="Fields and their values">
            <ActionIcon
              size={30}
              variant="default"
              aria-label="Fields"
              aria-pressed={search.fields === 'open'}
              onClick={() => change({ fields: search.fields === 'open' ? undefined : 'open' })}
            >
              <IconListSearch size={16} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
          <div className={css['search']}>
            <QueryBox
              signal="traces"
              label="Search spans"
              placeholder="service:checkout status:error duration:>250ms http.route:/api/*"
              value={q}
              run={ask}
              refused={query.error instanceof ApiError ? query.error : undefined}
              suggestions={suggestions}
            />
          </div>
          <TraceControls q={q} change={ask} />
        </>
      }
    >
      {!nothing && !(query.isError && query.data === undefined) && (
        <Heatmap
          search={search}
          enabled={conditions !== undefined}
          change={change}
          select={(selection) => change({ ...NOTHING_SELECTED, ...selection })}
          compare={() => change({ differs: 'open' })}
        />
      )}
      <div className={css['split']}>
        {search.fields === 'open' && (
          <FieldsPanel q={search.q} add={add} close={() => change({ fields: undefined })} />
        )}
        <div className={css['list']} ref={setScroller}>
          <ListState
            query={query}
            hasData={query.data !== undefined}
            empty={nothing}
            skeleton={<SkeletonRows />}
            nothing={
              <NothingMatches
                what="traces"
                filters={activeFilters(conditions ?? [], ask)}
                clearAll={() => ask('')}
                newest={<NewestElsewhere query={newestTraceQuery(search.q)} />}
              />
            }
          >
            <TraceTable
              traces={traces}
              scroller={scroller}
              sort={search.sort ?? 'time'}
              sortBy={(sort) => change({ sort: sort === 'duration' ? sort : undefined })}
            />
            <LoadMore
              hasMore={query.hasNextPage}
              loading={query.isFetchingNextPage}
              load={() => void query.fetchNextPage()}
              end={`All ${countOf(traces.length, 'trace')} of this time range`}
            />
          </ListState>
        </div>
        {isComparing(search) && !nothing && (
          <SidePanel label="What differs" name="differences" usualWidth={420}>
            <ComparePanel
              search={search}
              change={change}
              add={add}
              zoom={() => void navigate({ search: (now) => zoomedTo(now) })}
              close={() => change(NOTHING_SELECTED)}
            />
          </SidePanel>
        )}
      </div>
    </Page>
  );
}

/** What the query asks for, each part with a way to ask without it. */
const activeFilters = (conditions: readonly Node[], ask: (q: string) => void): ActiveFilter[] =>
  conditions.map((condition, index) => ({
    label: printConditions([condition]),
    clear: () => ask(printConditions(conditions.toSpliced(index, 1))),
  }));

function useSuggestions() {
  const client = useQueryClient();
  const { range } = useTimeRange();
  const { from, to } = range;
  return useMemo(() => spanSuggestions(client, { from, to }), [client, from, to]);
}
