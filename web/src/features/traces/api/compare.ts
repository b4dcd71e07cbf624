import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { TimeRange } from '../../../shared/time/range.ts';
import type { Selection } from '../compare/selection.ts';
import { countedSpans, type TracesSearch } from '../url.ts';

/** How the selected spans differ from the others that match. */
export const compareQuery = (range: TimeRange, search: TracesSearch, selection: Selection) => {
  const body = {
    from: range.from,
    to: range.to,
    ...(search.q !== undefined && { q: search.q }),
    spans: countedSpans(search),
    selection,
  };
  return queryOptions({
    queryKey: ['trace comparison', body],
    queryFn: ({ signal }) => unwrap(api.POST('/api/v1/traces/compare', { body, signal })),
  });
};
