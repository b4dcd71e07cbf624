// The shop's front door. Fastify; calls what is behind it by undici's `request`.
import type { FastifyReply } from 'fastify';
import type { Answer } from '../clients/answer.ts';
import { byUndici } from '../clients/by-undici.ts';
import { callOneOf } from '../clients/failover.ts';
import { isCircuitOpen } from '../common/circuit.ts';
import { createApp } from '../common/fastify.ts';
import { createOperations, errorOf } from '../common/operations.ts';
import { createRoundRobin } from '../common/round-robin.ts';
import { run } from '../common/run.ts';
import { checkoutUrls, urlOf } from '../settings.ts';

const ID = { type: 'string', pattern: '^[A-Za-z0-9-]{1,50}$' } as const;
const ITEM = {
  type: 'object',
  required: ['product', 'quantity'],
  properties: { product: ID, quantity: { type: 'integer', minimum: 1, maximum: 100 } },
} as const;
const PURCHASE = {
  type: 'object',
  required: ['customer'],
  oneOf: [{ required: ['cart'] }, { required: ['items'] }],
  properties: {
    customer: { type: 'string', minLength: 1, maxLength: 100 },
    card: ID,
    cart: ID,
    items: { type: 'array', minItems: 1, maxItems: 10, items: ITEM },
  },
} as const;
const PARAMS = { type: 'object', properties: { id: ID } } as const;

interface WithId {
  readonly Params: { readonly id: string };
}

await run('gateway', async (log) => {
  const operations = createOperations(log, () =>
    errorOf('SessionStoreError', 'the session cannot be read: connection reset', 'ECONNRESET'),
  );
  const app = createApp(log, operations);
  const catalogue = urlOf('catalogue', process.env);
  const carts = `${urlOf('cart', process.env)}/carts`;
  const nextCheckouts = createRoundRobin(checkoutUrls(process.env));

  /** The services behind the door answer for themselves, except where they do not answer at all. */
  const passOn = async (
    reply: FastifyReply,
    what: string,
    call: () => Promise<Answer>,
  ): Promise<FastifyReply> => {
    await operations.misbehave();
    try {
      const { status, body } = await call();
      if (status < 500) return reply.code(status).send(body);
      log.error({ status, answer: body }, `${what} failed`);
      return reply.code(502).send({ error: `${what} failed` });
    } catch (error) {
      log.error({ err: error }, `${what} did not answer`);
      return reply.code(isCircuitOpen(error) ? 503 : 502).send({ error: `${what} did not answer` });
    }
  };

  const order = (body: unknown): Promise<Answer> =>
    callOneOf(nextCheckouts(), log, (url) => byUndici(`${url}/orders`, { method: 'POST', body }));

  app.get('/', async () => ({
    shop: 'Nunchi teas',
    routes: [
      'GET /products',
      'GET /products/{id}',
      'GET /carts/{id}',
      'POST /carts/{id}/items',
      'POST /checkout',
    ],
  }));
  app.get('/products', (_request, reply) =>
    passOn(reply, 'the catalogue', () => byUndici(`${catalogue}/products`)),
  );
  app.get<WithId>('/products/:id', { schema: { params: PARAMS } }, ({ params }, reply) =>
    passOn(reply, 'the catalogue', () => byUndici(`${catalogue}/products/${params.id}`)),
  );
  app.get<WithId>('/carts/:id', { schema: { params: PARAMS } }, ({ params }, reply) =>
    passOn(reply, 'the cart', () => byUndici(`${carts}/${params.id}`)),
  );
  app.post<WithId>(
    '/carts/:id/items',
    { schema: { params: PARAMS, body: ITEM } },
    ({ params, body }, reply) =>
      passOn(reply, 'the cart', () =>
        byUndici(`${carts}/${params.id}/items`, { method: 'POST', body }),
      ),
  );
  app.post('/checkout', { schema: { body: PURCHASE } }, async ({ body }, reply) => {
    await passOn(reply, 'the checkout', () => order(body));
    log.info({ status: reply.statusCode }, 'checkout answered');
    return reply;
  });
  return app;
});
