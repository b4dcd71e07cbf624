import { Counter, Histogram } from 'prom-client';
import { byFetch } from '../clients/by-fetch.ts';
import { isCircuitOpen } from '../common/circuit.ts';
import type { Log } from '../common/log.ts';
import { DUE, type DueOrder, PAID, type PaidOrder } from '../queue/destinations.ts';
import { publish } from '../queue/messaging.ts';
import type { Queue } from '../queue/queue.ts';
import type { Order, Orders } from './orders.ts';

export type Settled =
  | { readonly kind: 'paid' }
  | { readonly kind: 'parked' }
  | { readonly kind: 'failed' };

export interface Till {
  readonly orders: Orders;
  readonly queue: Queue;
  readonly paymentUrl: string;
  readonly log: Log;
}

const TIMEOUT_MS = 5_000;
const RETRY_AFTER_MS = 30_000;
const MOST_RETRIES = 10;

const counted = new Counter({
  name: 'orders_total',
  help: 'Orders by what became of them',
  labelNames: ['outcome'],
});
const values = new Histogram({
  name: 'order_value_euros',
  help: 'Value of orders that are paid for',
  buckets: [10, 25, 50, 100, 250, 500, 1_000],
});

/**
 * Pays for an order by `fetch`. When the breaker towards payment is open nobody is kept waiting:
 * the order is accepted, and its payment is put off.
 */
export async function settle(till: Till, order: Order): Promise<Settled> {
  const settled = await pay(till, order);
  counted.inc({ outcome: settled.kind });
  return settled;
}

async function pay(till: Till, order: Order): Promise<Settled> {
  const { orders, paymentUrl, log } = till;
  const { id: orderId, totalCents: amountCents } = order;
  try {
    const body = { orderId, amountCents };
    const call = { method: 'POST', body, timeoutMs: TIMEOUT_MS } as const;
    const { status } = await byFetch(`${paymentUrl}/payments`, call);
    if (status === 201) return paid(till, order);
    log.error({ orderId, status }, 'payment refused the order');
  } catch (error) {
    if (isCircuitOpen(error) && order.parked < MOST_RETRIES) return park(till, order);
    log.error({ err: error, orderId }, 'payment did not answer');
  }
  orders.advance(orderId, ['new', 'parked'], 'failed');
  return { kind: 'failed' };
}

function paid({ orders, queue, log }: Till, { id: orderId, customer, totalCents }: Order): Settled {
  orders.advance(orderId, ['new', 'parked'], 'paid');
  values.observe(totalCents / 100);
  const body: PaidOrder = { orderId, customer, totalCents };
  const sent = publish(queue, PAID, { body });
  if (sent.kind === 'full') log.error({ orderId, ...sent }, 'the queue is full, no mail goes out');
  log.info({ orderId, totalCents }, 'order paid');
  return { kind: 'paid' };
}

function park({ orders, queue, log }: Till, { id: orderId }: Order): Settled {
  const body: DueOrder = { orderId };
  const sent = publish(queue, DUE, { body, delayMs: RETRY_AFTER_MS });
  if (sent.kind === 'full') {
    log.error({ orderId, ...sent }, 'the queue is full, the order cannot be parked');
    orders.advance(orderId, ['new', 'parked'], 'failed');
    return { kind: 'failed' };
  }
  orders.advance(orderId, ['new', 'parked'], 'parked');
  log.warn({ orderId }, 'payment is not to be called now, order parked');
  return { kind: 'parked' };
}
