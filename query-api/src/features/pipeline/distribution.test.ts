import { expect, it } from 'vitest';
import { merge, quantile } from './distribution.ts';

const step = (counts: number[], bounds = [10, 20, 40]) => ({ step: 0, bounds, counts, sum: 1 });

it('is spread evenly within a bucket', () => {
  const distribution = merge([step([10, 80, 10, 0])]);
  expect([0, 0.1, 0.5, 0.9, 0.95, 1].map((level) => quantile(distribution, level))).toEqual([
    0, 10, 15, 20, 30, 40,
  ]);
});

it('is the highest bound where values lie above it', () => {
  expect(quantile(merge([step([1, 0, 0, 9])]), 0.5)).toBe(40);
});

it('of nothing is not known', () => {
  expect(quantile(merge([]), 0.5)).toBeNull();
  expect(quantile(merge([step([0, 0, 0, 0])]), 0.5)).toBeNull();
});

it('adds up steps, of other bounds too', () => {
  expect(merge([step([1, 2, 3, 4]), step([1, 1, 1, 1]), step([5, 6], [15])])).toEqual({
    buckets: [
      [10, 2],
      [15, 5],
      [20, 3],
      [40, 4],
      [Infinity, 11],
    ],
    count: 25,
    sum: 3,
  });
});
