// Turns a cart into an order that is paid for. Express; two instances stand behind the gateway.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type ErrorHandler, type Reply as ExpressReply } from 'express';
import { openOrders } from '../checkout/orders.ts';
import { type Item, priceOf } from '../checkout/pricing.ts';
import { settle, type Settled, type Till } from '../checkout/settle.ts';
import { createOperations } from '../common/operations.ts';
import { run, serviceOf } from '../common/run.ts';
import { openQueue } from '../queue/queue.ts';
import { type Instance, ordersFile, queueFile, urlOf } from '../settings.ts';

interface Cart {
  readonly customer: string;
  readonly items: readonly Item[];
}

const instance: Instance =
  process.env['NUNCHI_SHOP_INSTANCE'] === 'checkout-2' ? 'checkout-2' : 'checkout-1';

await run(instance, async (log) => {
  const operations = createOperations(log);
  const orders = openOrders(ordersFile(process.env));
  const queue = openQueue(queueFile(process.env));
  const till: Till = { orders, queue, log, paymentUrl: urlOf('payment', process.env) };
  const catalogueUrl = urlOf('catalogue', process.env);
  const app = express();
  app.use(express.json({ limit: 65_536 }));

  app.use(operations.paths, async (request, reply, next) => {
    const answer = await operations.answer(request.method, request.baseUrl, request.body);
    if (answer) reply.status(answer.status).type(answer.type).send(answer.body);
    else next();
  });

  app.post('/orders', async (request, reply) => {
    await operations.misbehave();
    const { customer, items } = request.body as Cart;
    const priced = await priceOf(items, catalogueUrl);
    if (priced.kind === 'unknown') {
      return reply.status(422).json({ error: `there is no product ${priced.product}` });
    }
    if (priced.kind === 'unavailable') {
      log.error({ err: priced.reason }, 'no prices from the catalogue');
      return reply.status(502).json({ error: 'the catalogue does not tell its prices' });
    }
    const order = orders.add({ id: randomUUID(), customer, totalCents: priced.totalCents });
    return answer(reply, order.id, await settle(till, order));
  });

  app.post('/orders/:id/pay', async (request, reply) => {
    await operations.misbehave();
    const order = orders.find(request.params['id'] ?? '');
    if (!order) return reply.status(404).json({ error: 'there is no such order' });
    if (order.status !== 'parked') return reply.status(200).json({ status: order.status });
    return answer(reply, order.id, await settle(till, order));
  });

  app.post('/orders/:id/confirmed', async (request, reply) => {
    await operations.misbehave();
    const orderId = request.params['id'] ?? '';
    const known = orders.advance(orderId, ['paid', 'confirmed'], 'confirmed');
    if (!known) return reply.status(404).json({ error: 'there is no such order' });
    log.info({ orderId }, 'order confirmed');
    return reply.status(200).json({ status: 'confirmed' });
  });

  const onError: ErrorHandler = (error, request, reply, _next) => {
    const status = error.status ?? 500;
    log[status < 500 ? 'warn' : 'error']({ err: error, url: request.url }, 'request failed');
    return reply.status(status).json({ error: error.message });
  };
  app.use(onError);

  return serviceOf(createServer(app), async () => {
    orders.close();
    queue.close();
  });
});

function answer(reply: ExpressReply, orderId: string, { kind }: Settled): unknown {
  if (kind === 'paid') return reply.status(201).json({ orderId, status: kind });
  if (kind === 'failed') return reply.status(502).json({ orderId, error: 'the payment failed' });
  return reply.status(202).json({ orderId, status: kind, note: 'payment will be retried later' });
}
