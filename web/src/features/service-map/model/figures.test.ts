import { expect, it } from 'vitest';
import { edgeLabel, edgeRedness, edgeWidth } from './figures.ts';
import { drawn } from './fixtures.ts';

const { edges } = drawn('gateway → payment');
const edge = edges[0]!;

it('labels an edge with rate, errors and p95, and leaves out what is nothing', () => {
  expect(edgeLabel({ ...edge, requests: 120, errors: 6, p95Ms: 1520 }, 60_000)).toEqual([
    '2.00/s',
    '5.0%',
    '1.52 s',
  ]);
  expect(edgeLabel({ ...edge, requests: 120 }, 60_000)).toEqual(['2.00/s', '12.0 ms']);
  expect(edgeLabel({ ...edge, requests: 1200 }, undefined)).toEqual(['1,200', '12.0 ms']);
});

it('edges grow with the logarithm of their requests', () => {
  expect(edgeWidth(0, 1000)).toBe(1.25);
  expect(edgeWidth(1000, 1000)).toBe(5);
  const [some, more] = [edgeWidth(10, 1000), edgeWidth(100, 1000)];
  expect(some).toBeGreaterThan(1.25);
  expect(more).toBeGreaterThan(some);
  expect(more).toBeLessThan(5);
});

it('edges redden with the first error, and no further than a fifth', () => {
  expect(edgeRedness({ requests: 100, errors: 0 })).toBe(0);
  expect(edgeRedness({ requests: 100, errors: 1 })).toBeCloseTo(0.43);
  expect(edgeRedness({ requests: 100, errors: 20 })).toBe(1);
  expect(edgeRedness({ requests: 100, errors: 90 })).toBe(1);
});
