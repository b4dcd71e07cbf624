import { expect, it } from 'vitest';
import { edgeLabel, edgeRedness, edgeWidth } from './figures.ts';
import { drawn } from './fixtures.ts';

const { edges } = drawn('gateway → payment');
const edge = edges[0]!;

it('labels an edge with rate, errors and p95, and leaves out what is nothing', () => {
  const busy = { ...edge, requestsPerSecond: 2 };
  expect(edgeLabel({ ...busy, errorRate: 0.05, p95Ms: 1520 })).toEqual([
    '2.00/s',
    '5.0%',
    '1.52 s',
  ]);
  expect(edgeLabel({ ...busy, errorRate: 0 })).toEqual(['2.00/s', '12.0 ms']);
  expect(edgeLabel({ ...busy, parts: [edge, edge] })).toEqual(['2.00/s', '≤ 12.0 ms']);
});

it('labels an edge with what a comparison says of it', () => {
  const changeReason = 'p95 240 ms → 1.2 s';
  expect(edgeLabel({ ...edge, change: 'changed', changeReason })).toEqual([changeReason]);
  expect(edgeLabel({ ...edge, change: 'gone' })).toEqual(['Gone']);
  expect(edgeLabel({ ...edge, change: 'new' })).toEqual(['New', '1.67/s', '12.0 ms']);
  expect(edgeLabel({ ...edge, change: 'same' })).toEqual(['1.67/s', '12.0 ms']);
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
  expect(edgeRedness({ errorRate: null })).toBe(0);
  expect(edgeRedness({ errorRate: 0 })).toBe(0);
  expect(edgeRedness({ errorRate: 0.01 })).toBe(0.45);
  expect(edgeRedness({ errorRate: 0.2 })).toBe(1);
  expect(edgeRedness({ errorRate: 0.9 })).toBe(1);
});
