import { createHash } from 'node:crypto';
import type { PaidOrder } from '../queue/topics.ts';

export interface Mail {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The same order has the same mail: one that is written twice is recognised by its id. */
export function writeMail({ orderId, customer, totalCents }: PaidOrder): Mail {
  const messageId = createHash('sha256').update(`mail:${orderId}`).digest('hex').slice(0, 32);
  const total = (totalCents / 100).toFixed(2);
  return {
    messageId,
    to: `${customer}@shop.example`,
    subject: `Your order ${orderId.slice(0, 8)}`,
    text: `Dear ${customer},\n\nthank you. Your order over ${total} euros is on its way.\n`,
  };
}
