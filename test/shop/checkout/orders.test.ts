import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { SCHEMA } from '../database/schema.ts';
import { type Orders, ordersIn, type Queries } from './orders.ts';

let database: PGlite;
let orders: Orders;

beforeAll(async () => {
  database = await PGlite.create();
  await database.exec(SCHEMA);
  orders = ordersIn(database as unknown as Queries);
});
beforeEach(async () => {
  await database.exec('DELETE FROM orders');
  await orders.add({ id: 'a', customer: 'mina', card: 'visa', totalCents: 500 });
});
afterAll(() => database.close());

it('new → parked → parked → paid → shipped, and counts how often it was parked', async () => {
  for (let round = 1; round <= 2; round++) {
    expect(await orders.advance('a', ['new', 'parked'], 'parked')).toBe(true);
    expect(await orders.find('a')).toMatchObject({ status: 'parked', parked: round });
  }
  expect(await orders.advance('a', ['new', 'parked'], 'paid')).toBe(true);
  expect(await orders.shipped('a', 'NT-1')).toBe(true);
  expect(await orders.find('a')).toEqual({
    id: 'a',
    customer: 'mina',
    card: 'visa',
    totalCents: 500,
    status: 'shipped',
    parked: 2,
  });
});

it('shipped → shipped: said again by a message that came twice', async () => {
  await orders.advance('a', ['new'], 'paid');
  expect(await orders.shipped('a', 'NT-1')).toBe(true);
  expect(await orders.shipped('a', 'NT-1')).toBe(true);
});

it('new → shipped, declined → parked: refused', async () => {
  expect(await orders.shipped('a', 'NT-1')).toBe(false);
  await orders.advance('a', ['new'], 'declined');
  expect(await orders.advance('a', ['new', 'parked'], 'parked')).toBe(false);
  expect((await orders.find('a'))?.status).toBe('declined');
});

it('knows nothing of others', async () => {
  expect(await orders.find('b')).toBeUndefined();
  expect(await orders.advance('b', ['new'], 'paid')).toBe(false);
});
