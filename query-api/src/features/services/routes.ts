import { RANGE_PROBLEMS } from '../../errors.ts';
import { parseRange } from '../../model/time.ts';
import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { listOperations } from './operations-service.ts';
import {
  OperationsQuery,
  OperationsReply,
  SeriesQuery,
  SeriesReply,
  ServiceParams,
  ServiceQuery,
  ServiceReply,
  ServicesQuery,
  ServicesReply,
} from './schema.ts';
import { scopeOf } from './scope.ts';
import { getSeries } from './series-service.ts';
import { getService, getServices } from './service.ts';

export function registerServices(app: Api, { store, now }: FeatureContext): void {
  app.get(
    '/services',
    {
      schema: {
        operationId: 'listServices',
        summary: 'Services that sent something in a range of time, and how they are',
        tags: ['services'],
        querystring: ServicesQuery,
        response: replies(ServicesReply, RANGE_PROBLEMS),
      },
    },
    ({ query }) =>
      getServices(store, parseRange(query, now()), { scope: scopeOf(query), points: query.points }),
  );

  app.get(
    '/services/:service',
    {
      schema: {
        operationId: 'getService',
        summary: 'One service: how it is, compared with what is usual for it',
        tags: ['services'],
        params: ServiceParams,
        querystring: ServiceQuery,
        response: replies(ServiceReply, [...RANGE_PROBLEMS, 'service_not_found']),
      },
    },
    ({ params, query }) =>
      getService(store, params.service, parseRange(query, now()), scopeOf(query)),
  );

  app.get(
    '/services/:service/series',
    {
      schema: {
        operationId: 'getServiceSeries',
        summary: 'Rate, errors and latency of a service over time, and when versions came',
        tags: ['services'],
        params: ServiceParams,
        querystring: SeriesQuery,
        response: replies(SeriesReply, RANGE_PROBLEMS),
      },
    },
    ({ params, query }) =>
      getSeries(store, params.service, query.by, parseRange(query, now()), scopeOf(query)),
  );

  app.get(
    '/services/:service/operations',
    {
      schema: {
        operationId: 'listOperations',
        summary: 'What a service was asked to do, how often, how fast, and with what success',
        tags: ['services'],
        params: ServiceParams,
        querystring: OperationsQuery,
        response: replies(OperationsReply, RANGE_PROBLEMS),
      },
    },
    ({ params, query }) =>
      listOperations(store, params.service, query.sort, parseRange(query, now()), scopeOf(query)),
  );
}
