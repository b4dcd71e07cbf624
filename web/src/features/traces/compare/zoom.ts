import { durationIs, withCondition, withQuery } from '../../../shared/query/conditions.ts';
import type { TimeSearch } from '../../../shared/time/useTimeRange.ts';
import type { TracesSearch } from '../url.ts';
import { NOTHING_SELECTED } from './selection.ts';

/** The address that shows the selection alone: its time, durations and query become the page's. */
export function zoomedTo<Search extends TracesSearch & TimeSearch>(search: Search): Search {
  const { selectFrom, selectTo, selectMin, selectMax, selectQ } = search;
  let q = search.q ?? '';
  if (selectMin !== undefined) q = withCondition(q, 'traces', durationIs('>=', selectMin));
  if (selectMax !== undefined) q = withCondition(q, 'traces', durationIs('<', selectMax));
  if (selectQ !== undefined) q = withQuery(q, 'traces', selectQ);
  return {
    ...search,
    ...NOTHING_SELECTED,
    q: q || undefined,
    ...(selectFrom !== undefined && { from: String(Math.floor(selectFrom)) }),
    ...(selectTo !== undefined && { to: String(Math.ceil(selectTo)) }),
  };
}
