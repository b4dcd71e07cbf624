import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { Reply } from '../../../api/types.ts';
import type { TimeRange } from '../../../shared/time/range.ts';

export type ServiceMap = Reply<'getServiceMap'>;
export type MapNode = ServiceMap['nodes'][number];
export type MapEdge = ServiceMap['edges'][number];

export const serviceMapQuery = (range: TimeRange) =>
  queryOptions({
    queryKey: ['service-map', range.from, range.to],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/service-map', { params: { query: { ...range } }, signal })),
  });
