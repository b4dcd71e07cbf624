import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { TimeRange } from '../../../shared/time/range.ts';
import { countedSpans, type TracesSearch } from '../url.ts';

/** How many spans took how long, when. */
export const heatmapQuery = (
  range: TimeRange,
  search: TracesSearch,
  columns: number,
  rows: number,
) => {
  const query = {
    from: range.from,
    to: range.to,
    ...(search.q !== undefined && { q: search.q }),
    spans: countedSpans(search),
    columns,
    rows,
  };
  return queryOptions({
    queryKey: ['trace heatmap', query],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/traces/heatmap', { params: { query }, signal })),
  });
};
