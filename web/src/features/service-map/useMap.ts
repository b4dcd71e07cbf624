import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { untilAnswered } from '../../api/recover.ts';
import type { TimeRange } from '../../shared/time/range.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { serviceMapQuery, type MapQuestion } from './api/queries.ts';
import { rangeBefore } from './model/compare.ts';
import { focusOn, readGraph, type MapGraph } from './model/graph.ts';
import { CALM_NODES, groupAbove } from './model/grouping.ts';
import { SCOPES } from './model/scope.ts';
import type { MapSearch } from './url.ts';

const NO_GRAPH: MapGraph = { nodes: [], edges: [] };

/** The map three times: all of it, what the focus leaves of it, and that with groups where it is large. */
export function useMap(search: MapSearch) {
  const { range, refreshMs } = useTimeRange();
  const before = rangeComparedWith(search, range);
  const question = questionOf(search, before);
  const often = { placeholderData: keepPreviousData, refetchInterval: untilAnswered(refreshMs) };
  const query = useQuery({ ...serviceMapQuery(range, question), ...often });
  const whole = useMemo(() => (query.data ? readGraph(query.data) : NO_GRAPH), [query.data]);

  const { focus, depth = 1 } = search;
  // The answer may not hold all connections; those around the focus are then asked for themselves.
  const apart = focus !== undefined && query.data?.truncated === true;
  const near = useQuery({
    ...serviceMapQuery(range, { ...question, ...(apart && { focus, depth }) }),
    ...often,
    enabled: apart,
  });
  const focused = useMemo(
    () =>
      apart && near.data && !near.isPlaceholderData
        ? readGraph(near.data)
        : focusOn(whole, focus, depth),
    [apart, near.data, near.isPlaceholderData, whole, focus, depth],
  );

  const most = useMost(focused.nodes.length);
  const shown = useMemo(
    () => groupAbove(focused, most, search.group),
    [focused, most, search.group],
  );
  // What the answer is narrowed to, which lags behind the address until the next one is there.
  const scope = SCOPES.map((each) => search[each] ?? '').join('/');
  const [answered, setAnswered] = useState(scope);
  if (query.data && !query.isPlaceholderData && answered !== scope) setAnswered(scope);
  const group = shown === focused ? '' : `groups ${search.group ?? ''}`;
  /** Names what is shown: places are kept for as long as it is the same. */
  const picture = [answered, focus ?? '', depth, group].join(' ');
  return { query, comparing: before !== undefined, whole, focused, shown, most, picture };
}

/** What has once been grouped stays so until there is clearly less: a map must not change to and fro. */
function useMost(nodes: number): number {
  const [grouped, setGrouped] = useState(false);
  const most = grouped ? CALM_NODES * 0.85 : CALM_NODES;
  if (nodes > most !== grouped) setGrouped(nodes > most);
  return most;
}

function rangeComparedWith(search: MapSearch, range: TimeRange): TimeRange | undefined {
  const { compare, beforeFrom, beforeTo } = search;
  if (compare === undefined) return undefined;
  if (compare !== 'custom') return rangeBefore(range, compare, Date.now());
  return beforeFrom !== undefined && beforeTo !== undefined
    ? { from: beforeFrom, to: beforeTo }
    : undefined;
}

const questionOf = (
  { namespace, environment, version }: MapSearch,
  before: TimeRange | undefined,
): MapQuestion => ({
  ...(namespace !== undefined && { namespace }),
  ...(environment !== undefined && { environment }),
  ...(version !== undefined && { version }),
  ...(before && { beforeFrom: before.from, beforeTo: before.to }),
});
