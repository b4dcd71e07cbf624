import type { Pool } from '../database/pool.ts';

/** parked: payment is tried again later; declined: the customer's bank said no. */
export type OrderStatus = 'new' | 'parked' | 'paid' | 'shipped' | 'declined' | 'failed';

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly card: string;
  readonly totalCents: number;
  readonly status: OrderStatus;
  /** How often its payment has been put off. */
  readonly parked: number;
}

/** The orders of all checkouts. */
export interface Orders {
  add(order: Pick<Order, 'id' | 'customer' | 'card' | 'totalCents'>): Promise<Order>;
  find(id: string): Promise<Order | undefined>;
  /** Whether it had one of the statuses `from`, and has `to` now. */
  advance(id: string, from: readonly OrderStatus[], to: OrderStatus): Promise<boolean>;
  /** As `advance` from paid to shipped; whoever says it again changes nothing. */
  shipped(id: string, trackingNumber: string): Promise<boolean>;
}

/** The part of a pool, or of PGlite itself, that is asked. */
export type Queries = Pick<Pool, 'query'>;

const INSERT = 'INSERT INTO orders (id, customer, card, total_cents) VALUES ($1, $2, $3, $4)';
const SELECT = `
  SELECT id, customer, card, total_cents AS "totalCents", status, parked FROM orders WHERE id = $1`;
const ADVANCE = `
  UPDATE orders SET status = $2, parked = parked + CASE $2 WHEN 'parked' THEN 1 ELSE 0 END
  WHERE id = $1 AND status = ANY ($3) RETURNING id`;
const SHIPPED = `
  UPDATE orders SET status = 'shipped', tracking_number = $2
  WHERE id = $1 AND status IN ('paid', 'shipped') RETURNING id`;

export function ordersIn(database: Queries): Orders {
  const changed = async (sql: string, values: readonly unknown[]): Promise<boolean> =>
    (await database.query(sql, [...values])).rows.length > 0;
  return {
    async add(order) {
      const { id, customer, card, totalCents } = order;
      await database.query(INSERT, [id, customer, card, totalCents]);
      return { ...order, status: 'new', parked: 0 };
    },
    find: async (id) => (await database.query<Order>(SELECT, [id])).rows[0],
    advance: (id, from, to) => changed(ADVANCE, [id, to, [...from]]),
    shipped: (id, trackingNumber) => changed(SHIPPED, [id, trackingNumber]),
  };
}
