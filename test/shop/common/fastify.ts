import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Log } from './log.ts';
import { Misbehaved, type Operations } from './operations.ts';

export interface ErrorBody {
  readonly error: string;
}

/** An app with the operations' routes; errors are answered as `{error}` and logged by their weight. */
export function createApp(log: Log, operations: Operations): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log;
  const app = Fastify({ loggerInstance, disableRequestLogging: true, bodyLimit: 65_536 });
  for (const path of operations.paths) {
    app.route({
      method: path === '/misbehave' ? ['GET', 'POST'] : 'GET',
      url: path,
      handler: async ({ method, body }, reply) => {
        const answer = await operations.answer(method, path, body);
        return reply
          .code(answer?.status ?? 404)
          .type(answer?.type ?? 'application/json')
          .send(answer?.body ?? '{}');
      },
    });
  }
  app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    const known = error instanceof Misbehaved || status < 500;
    if (known) log.warn({ method: request.method, url: request.url, status }, error.message);
    else log.error({ err: error, method: request.method, url: request.url }, 'request failed');
    return reply.code(status).send({ error: error.message } satisfies ErrorBody);
  });
  return app;
}
