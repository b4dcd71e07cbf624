// Takes the money: a Fastify service before a bank that takes its time.
import { Counter } from 'prom-client';
import { createApp } from '../common/fastify.ts';
import { createOperations, errorOf } from '../common/operations.ts';
import { run } from '../common/run.ts';
import { charge } from '../payment/bank.ts';

const SLOW_MS = 1_000;

const PAYMENT = {
  type: 'object',
  required: ['orderId', 'amountCents'],
  properties: {
    orderId: { type: 'string', minLength: 1, maxLength: 100 },
    amountCents: { type: 'integer', minimum: 1 },
    card: { type: 'string', minLength: 1, maxLength: 50, default: 'visa' },
  },
} as const;

interface Payment {
  readonly orderId: string;
  readonly amountCents: number;
  readonly card: string;
}

const counted = new Counter({
  name: 'payments_total',
  help: 'Payments by what the bank said',
  labelNames: ['outcome'],
});

await run('payment', async (log) => {
  const operations = createOperations(log, () =>
    errorOf(
      'AcquirerError',
      'the acquirer answered 91: issuer or switch inoperative',
      'ISO8583_91',
    ),
  );
  const app = createApp(log, operations);

  app.post<{ Body: Payment }>(
    '/payments',
    { schema: { body: PAYMENT } },
    async (request, reply) => {
      const { orderId, amountCents, card } = request.body;
      const began = performance.now();
      await operations.misbehave();
      const verdict = await charge(card, amountCents);
      counted.inc({ outcome: verdict.kind });
      const tookMs = Math.round(performance.now() - began);
      if (tookMs > SLOW_MS) log.warn({ orderId, tookMs }, 'the bank takes its time');
      if (verdict.kind === 'declined') {
        const { reason } = verdict;
        log.warn({ orderId, card, amountCents, reason }, 'payment declined');
        return reply.code(402).send({ error: 'the card was declined', reason });
      }
      const { paymentId } = verdict;
      log.info({ orderId, paymentId, amountCents }, 'payment taken');
      return reply.code(201).send({ paymentId });
    },
  );
  return app;
});
