import { RANGE_PROBLEMS } from '../../errors.ts';
import { parseRange } from '../../model/time.ts';
import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { listMetrics } from './catalogue-service.ts';
import { queryMetric } from './points-service.ts';
import { MetricPointsQuery, MetricPointsReply, MetricsQuery, MetricsReply } from './schema.ts';

export function registerMetrics(app: Api, { store, now }: FeatureContext): void {
  app.get(
    '/metrics',
    {
      schema: {
        operationId: 'listMetrics',
        summary: 'Metrics that had points in a range of time',
        description:
          'One entry a name; where services define it differently, the newest definition counts.',
        tags: ['metrics'],
        querystring: MetricsQuery,
        response: replies(MetricsReply, RANGE_PROBLEMS),
      },
    },
    async (request) => {
      const range = parseRange(request.query, now());
      return { metrics: await listMetrics(store, range, request.query.service) };
    },
  );

  app.get(
    '/metrics/query',
    {
      schema: {
        operationId: 'queryMetric',
        summary: 'The points of a gauge or sum, as they were measured',
        description:
          'At most 500 series and 100,000 points; of each series the newest. Where services define the metric differently, the series of the newest definition.',
        tags: ['metrics'],
        querystring: MetricPointsQuery,
        response: replies(MetricPointsReply, [
          ...RANGE_PROBLEMS,
          'metric_not_found',
          'metric_has_no_points',
        ]),
      },
    },
    (request) => queryMetric(store, request.query, parseRange(request.query, now())),
  );
}
