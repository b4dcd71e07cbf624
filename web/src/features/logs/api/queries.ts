import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { TimeRange } from '../../../shared/time/range.ts';
import type { LogsSearch } from '../url.ts';

const PAGE = 200;

export const logsQuery = (range: TimeRange, filters: LogsSearch) => {
  const query = {
    ...range,
    ...(filters.service !== undefined && { service: filters.service }),
    ...(filters.minSeverity !== undefined && { minSeverity: filters.minSeverity }),
    ...(filters.text !== undefined && { text: filters.text }),
    ...(filters.traceId !== undefined && { traceId: filters.traceId }),
    ...(filters.correlationId !== undefined && { correlationId: filters.correlationId }),
    limit: PAGE,
  };
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
