import { afterEach, beforeEach, expect, it } from 'vitest';
import { openOrders, type Orders } from './orders.ts';

let orders: Orders;
beforeEach(() => {
  orders = openOrders(':memory:');
  orders.add({ id: 'a', customer: 'mina', totalCents: 500 });
});
afterEach(() => orders.close());

it('new → parked → parked → paid → confirmed, and counts how often it was parked', () => {
  for (let round = 1; round <= 2; round++) {
    expect(orders.advance('a', ['new', 'parked'], 'parked')).toBe(true);
    expect(orders.find('a')).toMatchObject({ status: 'parked', parked: round });
  }
  expect(orders.advance('a', ['new', 'parked'], 'paid')).toBe(true);
  expect(orders.advance('a', ['paid'], 'confirmed')).toBe(true);
  expect(orders.find('a')).toMatchObject({ status: 'confirmed', parked: 2, totalCents: 500 });
});

it('confirmed → parked: refused', () => {
  orders.advance('a', ['new'], 'confirmed');
  expect(orders.advance('a', ['new', 'parked'], 'parked')).toBe(false);
  expect(orders.find('a')?.status).toBe('confirmed');
});

it('knows nothing of others', () => {
  expect(orders.find('b')).toBeUndefined();
  expect(orders.advance('b', ['new'], 'paid')).toBe(false);
});
