import { RANGE_PROBLEMS } from '../../errors.ts';
import { parseRange } from '../../model/time.ts';
import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { PipelineQuery, PipelineReply } from './schema.ts';
import { getPipeline } from './service.ts';
import { chooseSteps } from './steps.ts';

export function registerPipeline(app: Api, { store, now, ownTelemetryMs }: FeatureContext): void {
  app.get(
    '/pipeline',
    {
      schema: {
        operationId: 'getPipeline',
        summary: 'How data goes into the store: rates, refusals, journal, blocks, delay',
        description:
          'By what the processes of the stack tell of themselves, over all instances, in at most 300 equal steps. Gauges are the highest value in a step.',
        tags: ['pipeline'],
        querystring: PipelineQuery,
        response: replies(PipelineReply, RANGE_PROBLEMS),
      },
    },
    (request) => {
      const nowMs = now();
      const steps = chooseSteps(parseRange(request.query, nowMs), ownTelemetryMs, nowMs);
      return getPipeline(store, steps, ownTelemetryMs);
    },
  );
}
