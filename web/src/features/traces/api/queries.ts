import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import { EVER, type TimeRange } from '../../../shared/time/range.ts';
import type { TracesSearch } from '../url.ts';

const PAGE = 100;

const withFilters = (range: TimeRange, filters: TracesSearch, limit: number) => ({
  ...range,
  ...(filters.service !== undefined && { service: filters.service }),
  ...(filters.name !== undefined && { name: filters.name }),
  ...(filters.status !== undefined && { status: filters.status }),
  ...(filters.minDurationMs !== undefined && { minDurationMs: filters.minDurationMs }),
  ...(filters.attribute !== undefined && { attribute: filters.attribute }),
  limit,
});

export const tracesQuery = (range: TimeRange, filters: TracesSearch) => {
  const query = withFilters(range, filters, PAGE);
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

/** When the newest trace of all that match ended; null when there is none. */
export const newestTraceQuery = (filters: TracesSearch) =>
  queryOptions({
    queryKey: ['newest trace', filters],
    queryFn: async ({ signal }) => {
      const query = withFilters(EVER, filters, 1);
      const { traces } = await unwrap(api.GET('/api/v1/traces', { params: { query }, signal }));
      if (!traces[0]) return null;
      const { durationMs, startTimeUnixNano } = traces[0];
      return String(BigInt(startTimeUnixNano) + BigInt(Math.ceil(durationMs)) * 1_000_000n);
    },
  });
