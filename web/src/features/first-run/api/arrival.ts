import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import { EVER } from '../../../shared/time/range.ts';

export const POLL_MS = 2000;
export const EVER_ARRIVED = 'ever-arrived';

/**
 * Whether a span or a log record has ever arrived. Once true it stays true, so it is asked about
 * only while a list is empty, and again and again only while the answer is no.
 */
export const everArrivedQuery = queryOptions({
  queryKey: [EVER_ARRIVED],
  queryFn: async ({ signal }) => {
    const [{ services }, { logs }] = await Promise.all([
      unwrap(api.GET('/api/v1/services', { params: { query: EVER }, signal })),
      unwrap(api.GET('/api/v1/logs', { params: { query: { ...EVER, limit: 1 } }, signal })),
    ]);
    return services.length > 0 || logs.length > 0;
  },
  staleTime: ({ state }) => (state.data === true ? Infinity : 0),
  retry: false,
});
