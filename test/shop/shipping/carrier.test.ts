import { expect, it } from 'vitest';
import { shipmentOf } from './carrier.ts';

it('has the same number for the same order, and another for another', () => {
  expect(shipmentOf('a')).toEqual(shipmentOf('a'));
  expect(shipmentOf('a').trackingNumber).toMatch(/^NT\d{10}$/);
  expect(shipmentOf('b').trackingNumber).not.toBe(shipmentOf('a').trackingNumber);
});

it('gives work to every carrier', () => {
  const carriers = Array.from({ length: 50 }, (_, index) => shipmentOf(String(index)).carrier);
  expect(new Set(carriers).size).toBe(3);
});
