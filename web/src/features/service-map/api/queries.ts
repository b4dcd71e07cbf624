import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { QueryOf, Reply } from '../../../api/types.ts';
import type { TimeRange } from '../../../shared/time/range.ts';

export type ServiceMap = Reply<'getServiceMap'>;
export type AnsweredNode = ServiceMap['nodes'][number];
export type AnsweredEdge = ServiceMap['edges'][number];

/** What is asked of the map besides its time range. */
export type MapQuestion = Omit<QueryOf<'getServiceMap'>, 'from' | 'to'>;

export const serviceMapQuery = (range: TimeRange, question: MapQuestion) =>
  queryOptions({
    queryKey: ['service-map', range.from, range.to, question],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/service-map', { params: { query: { ...range, ...question } }, signal }),
      ),
  });
