import { RANGE_PROBLEMS } from '../../errors.ts';
import { parseRange } from '../../model/time.ts';
import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { ServiceMapQuery, ServiceMapReply } from './schema.ts';
import { getServiceMap } from './service.ts';

export function registerServiceMap(app: Api, { store, now }: FeatureContext): void {
  app.get(
    '/service-map',
    {
      schema: {
        operationId: 'getServiceMap',
        summary: 'Which services call which, how often, how fast, and with what success',
        description:
          'Services that call nobody are there too. Databases, queues and hosts that send no spans are known from the spans of those that call them.',
        tags: ['services'],
        querystring: ServiceMapQuery,
        response: replies(ServiceMapReply, RANGE_PROBLEMS),
      },
    },
    (request) => getServiceMap(store, parseRange(request.query, now())),
  );
}
