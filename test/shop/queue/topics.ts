/** Orders that are paid for: {@link PaidOrder}. */
export const PAID = 'orders-paid';
/** Orders whose payment was put off: {@link DueOrder}. */
export const DUE = 'payments-due';

export type Topic = typeof PAID | typeof DUE;

/** Who gets each message of a topic; instances of one subscriber share its messages. */
const SUBSCRIBERS = {
  [PAID]: ['shipping', 'email'],
  [DUE]: ['checkout'],
} as const satisfies Readonly<Record<Topic, readonly string[]>>;

export interface Subscription {
  readonly topic: Topic;
  readonly subscriber: string;
}

/** The destination of the queue that holds a subscriber's messages. */
export const queueOf = ({ topic, subscriber }: Subscription): string => `${topic}/${subscriber}`;

export const queuesOf = (topic: Topic): readonly string[] =>
  SUBSCRIBERS[topic].map((subscriber) => queueOf({ topic, subscriber }));

export interface PaidOrder {
  readonly orderId: string;
  readonly customer: string;
  readonly totalCents: number;
}

export interface DueOrder {
  readonly orderId: string;
}
