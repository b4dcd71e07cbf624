import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { AboutReply } from './schema.ts';

export function registerAbout(app: Api, { otlpPort, opampPort }: FeatureContext): void {
  app.get(
    '/about',
    {
      schema: {
        operationId: 'getAbout',
        summary: 'What a sender of telemetry has to know of this installation',
        tags: ['about'],
        response: replies(AboutReply, []),
      },
    },
    async () => ({ otlpPort, opampPort }),
  );
}
