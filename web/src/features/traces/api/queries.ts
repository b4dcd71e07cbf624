import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { TimeRange } from '../../../shared/time/range.ts';
import type { TracesSearch } from '../url.ts';

const PAGE = 100;

export const tracesQuery = (range: TimeRange, filters: TracesSearch) => {
  const query = {
    ...range,
    ...(filters.service !== undefined && { service: filters.service }),
    ...(filters.name !== undefined && { name: filters.name }),
    ...(filters.status !== undefined && { status: filters.status }),
    ...(filters.minDurationMs !== undefined && { minDurationMs: filters.minDurationMs }),
    ...(filters.attribute !== undefined && { attribute: filters.attribute }),
    limit: PAGE,
  };
  return infiniteQueryOptions({
    queryKey: ['traces', query],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/traces', {
          params: { query: { ...query, ...(pageParam !== undefined && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
};

export const traceQuery = (traceId: string) =>
  queryOptions({
    queryKey: ['trace', traceId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/traces/{traceId}', { params: { path: { traceId } }, signal })),
  });
