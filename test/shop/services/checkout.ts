// Turns a cart into an order that is paid for. Express; two instances stand behind the gateway.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type ErrorHandler, type Reply as ExpressReply } from 'express';
import { ordersIn } from '../checkout/orders.ts';
import { priceOf, type Purchase, type Sources } from '../checkout/pricing.ts';
import { payLaterWithout, settle, type Settled, type Till } from '../checkout/settle.ts';
import { byFetch } from '../clients/by-fetch.ts';
import { createOperations, errorOf, MISBEHAVE } from '../common/operations.ts';
import { run, serviceOf } from '../common/run.ts';
import { openPool } from '../database/pool.ts';
import { subscribe } from '../queue/poll.ts';
import { openQueue } from '../queue/queue.ts';
import { DUE, type DueOrder } from '../queue/topics.ts';
import { type Instance, queueFile, urlOf } from '../settings.ts';

const instance: Instance =
  process.env['NUNCHI_SHOP_INSTANCE'] === 'checkout-2' ? 'checkout-2' : 'checkout-1';

await run(instance, async (log) => {
  const operations = createOperations(log, () =>
    errorOf('TypeError', "Cannot read properties of undefined (reading 'vatRate')", 'ERR_VAT'),
  );
  const orders = ordersIn(openPool(process.env, log));
  const queue = openQueue(queueFile(process.env));
  const till: Till = { orders, queue, log, paymentUrl: urlOf('payment', process.env) };
  payLaterWithout(till.paymentUrl);
  const sources: Sources = {
    cartUrl: urlOf('cart', process.env),
    catalogueUrl: urlOf('catalogue', process.env),
  };

  /** The money is taken: a cart that stays full is a nuisance, and no reason to say otherwise. */
  const emptyCart = async (cart: string): Promise<void> => {
    try {
      const url = `${sources.cartUrl}/carts/${encodeURIComponent(cart)}`;
      const { status } = await byFetch(url, { method: 'DELETE' });
      if (status !== 200) log.warn({ cart, status }, 'the cart was not emptied');
    } catch (error) {
      log.warn({ err: error, cart }, 'the cart was not emptied');
    }
  };

  // An order that was parked is paid by whichever instance takes it off the queue.
  subscribe(queue, { topic: DUE, subscriber: 'checkout' }, log, async ({ body }) => {
    await operations.misbehave();
    const { orderId } = body as DueOrder;
    const order = await orders.find(orderId);
    if (order?.status !== 'parked') return;
    log.info({ orderId, parked: order.parked }, 'payment tried again');
    await settle(till, order);
  });

  const app = express();
  app.use(express.json({ limit: 65_536 }));

  app.use([MISBEHAVE], (request, reply) => {
    const { status, body } = operations.answer(request.method, request.body);
    reply.status(status).json(body);
  });

  app.post('/orders', async (request, reply) => {
    await operations.misbehave();
    const purchase = request.body as Purchase;
    const priced = await priceOf(purchase, sources);
    if (priced.kind === 'refused') return reply.status(422).json({ error: priced.reason });
    if (priced.kind === 'unavailable') {
      log.error({ err: priced.reason }, `no order without ${priced.what}`);
      return reply.status(502).json({ error: `${priced.what} does not answer` });
    }
    const { customer, card = 'visa', cart } = purchase;
    const { totalCents } = priced;
    const order = await orders.add({ id: randomUUID(), customer, card, totalCents });
    const settled = await settle(till, order);
    if (cart !== undefined && settled.kind !== 'failed' && settled.kind !== 'declined') {
      await emptyCart(cart);
    }
    return answer(reply, order.id, settled);
  });

  app.post('/orders/:id/shipped', async (request, reply) => {
    await operations.misbehave();
    const orderId = request.params['id'] ?? '';
    const { trackingNumber } = request.body as { readonly trackingNumber: string };
    if (!(await orders.shipped(orderId, trackingNumber))) {
      return reply.status(404).json({ error: 'there is no such order' });
    }
    log.info({ orderId, trackingNumber }, 'order shipped');
    return reply.status(200).json({ status: 'shipped' });
  });

  const onError: ErrorHandler = (error, request, reply, _next) => {
    const status = error.status ?? 500;
    const told = status < 500 ? error.message : 'internal error';
    log[status < 500 ? 'warn' : 'error']({ err: error, url: request.url }, 'request failed');
    return reply.status(status).json({ error: told });
  };
  app.use(onError);
  return serviceOf(createServer(app));
});

function answer(reply: ExpressReply, orderId: string, settled: Settled): unknown {
  const { kind } = settled;
  switch (kind) {
    case 'paid':
      return reply.status(201).json({ orderId, status: kind });
    case 'parked':
      return reply.status(202).json({ orderId, status: kind, note: 'payment is tried later' });
    case 'declined':
      return reply.status(402).json({ orderId, error: 'the card was declined', ...settled });
    case 'failed':
      return reply.status(502).json({ orderId, error: 'the payment failed' });
  }
}
