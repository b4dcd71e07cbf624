import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

export interface HealthOptions {
  readonly registry: Registry;
  /** Resolves with the reason why this process cannot do its job now; undefined when it can. */
  readonly notReady: () => Promise<string | undefined>;
}

/** `/livez`, `/readyz` and `/metrics`, alike in every process. */
export function registerHealth(app: FastifyInstance, options: HealthOptions): void {
  const hidden = { schema: { hide: true }, logLevel: 'warn' } as const;
  app.get('/livez', hidden, async () => ({ status: 'alive' }));

  app.get('/readyz', hidden, async (_request, reply) => {
    const reason = await options.notReady();
    if (reason === undefined) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', reason });
  });

  app.get('/metrics', hidden, async (_request, reply) => {
    reply.type(options.registry.contentType);
    return options.registry.metrics();
  });
}
