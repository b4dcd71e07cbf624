// The shop's front door. Fastify; calls what is behind it by undici's `request`.
import { byUndici } from '../clients/by-undici.ts';
import type { Answer } from '../clients/answer.ts';
import { isCircuitOpen, isRefused } from '../common/circuit.ts';
import { createApp } from '../common/fastify.ts';
import { createOperations } from '../common/operations.ts';
import { createRoundRobin } from '../common/round-robin.ts';
import { run } from '../common/run.ts';
import { checkoutUrls, urlOf } from '../settings.ts';

const BROWSE_TIMEOUT_MS = 5_000;
const ORDER_TIMEOUT_MS = 15_000;

const CART = {
  type: 'object',
  required: ['customer', 'items'],
  properties: {
    customer: { type: 'string', minLength: 1, maxLength: 100 },
    items: {
      type: 'array',
      minItems: 1,
      maxItems: 10,
      items: {
        type: 'object',
        required: ['product', 'quantity'],
        properties: {
          product: { type: 'string', pattern: '^[a-z0-9-]{1,50}$' },
          quantity: { type: 'integer', minimum: 1, maximum: 100 },
        },
      },
    },
  },
} as const;

await run('gateway', async (log) => {
  const operations = createOperations(log);
  const app = createApp(log, operations);
  const catalogue = urlOf('catalogue', process.env);
  const nextCheckouts = createRoundRobin(checkoutUrls(process.env));

  /** The services behind the door answer for themselves, except where they do not answer at all. */
  const passOn = async (what: string, call: () => Promise<Answer>): Promise<Answer> => {
    await operations.misbehave();
    try {
      const answer = await call();
      if (answer.status < 500) return answer;
      log.error({ status: answer.status, answer: answer.body }, `${what} failed`);
      return { status: 502, body: { error: `${what} failed` } };
    } catch (error) {
      log.error({ err: error }, `${what} did not answer`);
      const status = isCircuitOpen(error) ? 503 : 502;
      return { status, body: { error: `${what} did not answer` } };
    }
  };

  const browse = (path: string) =>
    passOn('the catalogue', () =>
      byUndici(`${catalogue}${path}`, { timeoutMs: BROWSE_TIMEOUT_MS }),
    );

  /** An instance that is not there is passed over; whatever has been received is not sent again. */
  const order = async (cart: unknown): Promise<Answer> => {
    const [first, ...others] = nextCheckouts();
    const call = { method: 'POST', body: cart, timeoutMs: ORDER_TIMEOUT_MS } as const;
    try {
      return await byUndici(`${first}/orders`, call);
    } catch (error) {
      const other = others[0];
      if (other === undefined || !(isRefused(error) || isCircuitOpen(error))) throw error;
      log.warn({ instance: first, instead: other }, 'an instance of checkout is not there');
      return byUndici(`${other}/orders`, call);
    }
  };

  app.get('/', async () => ({
    shop: 'Nunchi teas',
    routes: ['GET /products', 'GET /products/{id}', 'POST /checkout'],
  }));
  app.get('/products', async (_request, reply) => {
    const { status, body } = await browse('/products');
    return reply.code(status).send(body);
  });
  app.get<{ Params: { id: string } }>('/products/:id', async ({ params }, reply) => {
    const { status, body } = await browse(`/products/${encodeURIComponent(params.id)}`);
    return reply.code(status).send(body);
  });
  app.post('/checkout', { schema: { body: CART } }, async (request, reply) => {
    const { status, body } = await passOn('the checkout', () => order(request.body));
    log.info({ status }, 'checkout answered');
    return reply.code(status).send(body);
  });
  return app;
});
