import { Counter, Histogram } from 'prom-client';
import { fallback } from '@nunchi/agent/api';
import { byFetch } from '../clients/by-fetch.ts';
import type { Log } from '../common/log.ts';
import { DUE, type DueOrder, PAID, type PaidOrder } from '../queue/topics.ts';
import { publish } from '../queue/messaging.ts';
import type { Queue } from '../queue/queue.ts';
import type { Order, Orders } from './orders.ts';

export type Settled =
  | { readonly kind: 'paid' }
  | { readonly kind: 'parked' }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'failed' };

export interface Till {
  readonly orders: Orders;
  readonly queue: Queue;
  readonly paymentUrl: string;
  readonly log: Log;
}

const LATER = 202;
const UNSETTLED = ['new', 'parked'] as const;
const RETRY_AFTER_MS = 15_000;
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
 * When payment is not to be called, because its breaker is open or too many calls wait for it,
 * nobody is kept waiting: it is as if it had promised to do it later. A call that timed out may
 * have taken the money, so that is another matter.
 */
export function payLaterWithout(paymentUrl: string): void {
  fallback(new URL(paymentUrl).host, ({ reason }) =>
    reason === 'timeout' ? undefined : { status: LATER },
  );
}

/** Pays for an order by `fetch`. */
export async function settle(till: Till, order: Order): Promise<Settled> {
  const settled = await pay(till, order);
  counted.inc({ outcome: settled.kind });
  return settled;
}

async function pay(till: Till, order: Order): Promise<Settled> {
  const { orders, paymentUrl, log } = till;
  const { id: orderId, totalCents: amountCents, card } = order;
  try {
    const body = { orderId, amountCents, card };
    const answer = await byFetch<{ reason?: string }>(`${paymentUrl}/payments`, {
      method: 'POST',
      body,
    });
    if (answer.status === 201) return await paid(till, order);
    if (answer.status === 402)
      return await declined(till, order, answer.body.reason ?? 'no reason');
    if (answer.status === LATER && order.parked < MOST_RETRIES) return await park(till, order);
    log.error({ orderId, status: answer.status }, 'payment failed');
  } catch (error) {
    log.error({ err: error, orderId }, 'payment did not answer');
  }
  await orders.advance(orderId, UNSETTLED, 'failed');
  return { kind: 'failed' };
}

async function paid({ orders, queue, log }: Till, order: Order): Promise<Settled> {
  const { id: orderId, customer, totalCents } = order;
  await orders.advance(orderId, UNSETTLED, 'paid');
  values.observe(totalCents / 100);
  const body: PaidOrder = { orderId, customer, totalCents };
  const sent = publish(queue, PAID, { body });
  if (sent.kind === 'full')
    log.error({ orderId, ...sent }, 'the queue is full, nothing is shipped');
  log.info({ orderId, customer, totalCents }, 'order paid');
  return { kind: 'paid' };
}

async function declined({ orders, log }: Till, order: Order, reason: string): Promise<Settled> {
  await orders.advance(order.id, UNSETTLED, 'declined');
  log.warn({ orderId: order.id, customer: order.customer, reason }, 'order not paid');
  return { kind: 'declined', reason };
}

async function park({ orders, queue, log }: Till, { id: orderId }: Order): Promise<Settled> {
  const body: DueOrder = { orderId };
  const sent = publish(queue, DUE, { body, delayMs: RETRY_AFTER_MS });
  if (sent.kind === 'full') {
    log.error({ orderId, ...sent }, 'the queue is full, the order cannot be parked');
    await orders.advance(orderId, UNSETTLED, 'failed');
    return { kind: 'failed' };
  }
  await orders.advance(orderId, UNSETTLED, 'parked');
  log.warn({ orderId }, 'payment is not to be called now, order parked');
  return { kind: 'parked' };
}
