import { RANGE_PROBLEMS } from '../../errors.ts';
import { parseRange } from '../../model/time.ts';
import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { ServicesQuery, ServicesReply } from './schema.ts';
import { coveredSeconds, listServices } from './service.ts';

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
    async (request) => {
      const range = parseRange(request.query, now());
      const [seconds, services] = await Promise.all([
        coveredSeconds(store, range),
        listServices(store, range),
      ]);
      return { seconds, services };
    },
  );
}
