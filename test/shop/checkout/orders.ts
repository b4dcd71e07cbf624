import { type Database, openDatabase } from '../common/database.ts';

/** parked: payment is tried again later; confirmed: the customer has the mail. */
export type OrderStatus = 'new' | 'parked' | 'paid' | 'confirmed' | 'failed';

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly totalCents: number;
  readonly status: OrderStatus;
  /** How often its payment has been put off. */
  readonly parked: number;
}

/** The orders of all checkouts, in one file. */
export interface Orders {
  add(order: Pick<Order, 'id' | 'customer' | 'totalCents'>): Order;
  find(id: string): Order | undefined;
  /** Whether it had one of the statuses `from`, and has `to` now. */
  advance(id: string, from: readonly OrderStatus[], to: OrderStatus): boolean;
  close(): void;
}

/** It is a demo: old orders give way to new ones. */
const KEPT = 10_000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS orders (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    customer TEXT NOT NULL,
    total_cents INTEGER NOT NULL,
    status TEXT NOT NULL,
    parked INTEGER NOT NULL DEFAULT 0
  ) STRICT`;

export function openOrders(file: string): Orders {
  const db: Database = openDatabase(file, 'orders');
  db.script(SCHEMA);
  const insert = 'INSERT INTO orders (id, customer, total_cents, status) VALUES (?, ?, ?, ?)';
  const trim = 'DELETE FROM orders WHERE number <= (SELECT max(number) FROM orders) - ?';
  const select =
    'SELECT id, customer, total_cents AS totalCents, status, parked FROM orders WHERE id = ?';
  const update = `UPDATE orders SET status = ?1, parked = parked + (?1 = 'parked')
                  WHERE id = ?2 AND status IN (SELECT value FROM json_each(?3))`;
  return {
    add({ id, customer, totalCents }) {
      db.change('INSERT orders', insert, id, customer, totalCents, 'new');
      db.change('DELETE orders', trim, KEPT);
      return { id, customer, totalCents, status: 'new', parked: 0 };
    },
    find: (id) => db.rows<Order>('SELECT orders', select, id)[0],
    advance: (id, from, to) => db.change('UPDATE orders', update, to, id, JSON.stringify(from)) > 0,
    close: () => db.close(),
  };
}
