import { queryOptions } from '@tanstack/react-query';
import type { TimeRange } from '../shared/time/range.ts';
import { api, unwrap } from './client.ts';

/** The services of a range: a page of its own, and the choice in the filters of the others. */
export const servicesQuery = (range: TimeRange) =>
  queryOptions({
    queryKey: ['services', range.from, range.to],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/services', { params: { query: { ...range } }, signal })),
  });
