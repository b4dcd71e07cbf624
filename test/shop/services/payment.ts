// Takes the money: a Fastify service before a bank that takes its time.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createApp } from '../common/fastify.ts';
import { createOperations } from '../common/operations.ts';
import { run } from '../common/run.ts';

/** How long the bank takes: between these. */
const BANK_MS = { least: 10, most: 40 };

const PAYMENT = {
  type: 'object',
  required: ['orderId', 'amountCents'],
  properties: {
    orderId: { type: 'string', minLength: 1, maxLength: 100 },
    amountCents: { type: 'integer', minimum: 1 },
  },
} as const;

await run('payment', async (log) => {
  const operations = createOperations(log);
  const app = createApp(log, operations);

  app.post<{ Body: { orderId: string; amountCents: number } }>(
    '/payments',
    { schema: { body: PAYMENT } },
    async ({ body }, reply) => {
      const { orderId, amountCents } = body;
      await operations.misbehave();
      await pause(BANK_MS.least + Math.random() * (BANK_MS.most - BANK_MS.least));
      const paymentId = randomUUID();
      log.info({ orderId, paymentId, amountCents }, 'payment taken');
      return reply.code(201).send({ paymentId });
    },
  );
  return app;
});
