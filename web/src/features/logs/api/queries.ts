import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import { EVER, type TimeRange } from '../../../shared/time/range.ts';
import type { LogsSearch } from '../url.ts';

const PAGE = 200;

const withFilters = (range: TimeRange, filters: LogsSearch, limit: number) => ({
  ...range,
  ...(filters.q !== undefined && { q: filters.q }),
  ...(filters.service !== undefined && { service: filters.service }),
  ...(filters.minSeverity !== undefined && { minSeverity: filters.minSeverity }),
  ...(filters.traceId !== undefined && { traceId: filters.traceId }),
  ...(filters.correlationId !== undefined && { correlationId: filters.correlationId }),
  limit,
});

export const logsQuery = (range: TimeRange, filters: LogsSearch) => {
  const query = withFilters(range, filters, PAGE);
  return infiniteQueryOptions({
    queryKey: ['logs', query],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/logs', {
          params: { query: { ...query, ...(pageParam !== undefined && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
};

/** The time of the newest record of all that match; null when there is none. */
export const newestLogQuery = (filters: LogsSearch) =>
  queryOptions({
    queryKey: ['newest log', filters],
    queryFn: async ({ signal }) => {
      const query = withFilters(EVER, filters, 1);
      const { logs } = await unwrap(api.GET('/api/v1/logs', { params: { query }, signal }));
      return logs[0]?.timeUnixNano ?? null;
    },
  });
