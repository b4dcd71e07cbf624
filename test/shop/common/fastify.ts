import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Log } from './log.ts';
import { MISBEHAVE, type Operations } from './operations.ts';

/** An app that can be told to misbehave; errors are answered as `{error}`, logged by their weight. */
export function createApp(log: Log, operations: Operations): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log;
  const app = Fastify({ loggerInstance, disableRequestLogging: true, bodyLimit: 65_536 });
  app.route({
    method: ['GET', 'POST'],
    url: MISBEHAVE,
    handler: async ({ method, body: wanted }, reply) => {
      const { status, body } = operations.answer(method, wanted);
      return reply.code(status).send(body);
    },
  });
  app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    const { method, url } = request;
    if (status < 500) log.warn({ method, url, status }, error.message);
    else log.error({ err: error, method, url }, 'request failed');
    // What went wrong inside of a service is none of its callers' business.
    const told = status < 500 ? error.message : 'internal error';
    return reply.code(status).send({ error: told });
  });
  return app;
}
