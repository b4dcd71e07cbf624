import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

export interface HealthOptions {
  readonly registry: Registry;
  /** Resolves with the reason why this process cannot do its job now; undefined when it can. */
  readonly notReady: () => Promise<string | undefined>;
}

const ANSWER_WITHIN_MS = 2_000;

/** Who asks whether a process is ready does not wait for what that process waits for. */
async function noAnswer(): Promise<string> {
  await pause(ANSWER_WITHIN_MS, undefined, { ref: false });
  return `what it depends on did not answer within ${ANSWER_WITHIN_MS} ms`;
}

/** `/livez`, `/readyz` and `/metrics`, alike in every process. */
export function registerHealth(app: FastifyInstance, options: HealthOptions): void {
  const quiet = { logLevel: 'warn' } as const;
  app.get('/livez', quiet, async () => ({ status: 'alive' }));

  app.get('/readyz', quiet, async (_request, reply) => {
    const reason = await Promise.race([options.notReady(), noAnswer()]);
    if (reason === undefined) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', reason });
  });

  app.get('/metrics', quiet, async (_request, reply) => {
    reply.type(options.registry.contentType);
    return options.registry.metrics();
  });
}
