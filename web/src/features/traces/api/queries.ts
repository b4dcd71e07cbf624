import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import { EVER, type TimeRange } from '../../../shared/time/range.ts';
import type { TracesSearch } from '../url.ts';

const PAGE = 100;

export const tracesQuery = (range: TimeRange, { q, sort }: TracesSearch) => {
  const query = {
    from: range.from,
    to: range.to,
    ...(q !== undefined && { q }),
    ...(sort !== undefined && { sort }),
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

/** When the newest trace of all that match ended; null when there is none. */
export const newestTraceQuery = (q: string | undefined) =>
  queryOptions({
    queryKey: ['newest trace', q],
    queryFn: async ({ signal }) => {
      const query = { ...EVER, ...(q !== undefined && { q }), limit: 1 };
      const { traces } = await unwrap(api.GET('/api/v1/traces', { params: { query }, signal }));
      if (!traces[0]) return null;
      const { durationMs, startTimeUnixNano } = traces[0];
      return String(BigInt(startTimeUnixNano) + BigInt(Math.ceil(durationMs)) * 1_000_000n);
    },
  });
