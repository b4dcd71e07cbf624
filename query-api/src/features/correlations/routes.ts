import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { CorrelationParams, CorrelationReply } from './schema.ts';
import { getCorrelation } from './service.ts';

export function registerCorrelations(app: Api, { store }: FeatureContext): void {
  app.get(
    '/correlations/:correlationId',
    {
      schema: {
        operationId: 'getCorrelation',
        summary: 'Everything that carries a correlation id: traces, log records, exemplars',
        tags: ['correlations'],
        params: CorrelationParams,
        response: replies(CorrelationReply, ['correlation_not_found']),
      },
    },
    (request) => getCorrelation(store, request.params.correlationId),
  );
}
