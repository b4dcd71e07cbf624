import { expect, it } from 'vitest';
import { compareFigures, type Figures } from './compare.ts';

const usual: Figures = { requests: 600, requestsPerSecond: 1, errorRate: 0.001, p95Ms: 240 };
const few = { requests: 9, requestsPerSecond: 9 / 600 };

it.each<[string, Partial<Figures>, Partial<Figures>, string, string | null]>([
  ['nothing', {}, {}, 'same', null],
  ['a little slower', {}, { p95Ms: 350 }, 'same', null],
  ['slower', {}, { p95Ms: 1_200 }, 'changed', 'p95 240 ms → 1.2 s'],
  ['faster', {}, { p95Ms: 80 }, 'changed', 'p95 240 ms → 80 ms'],
  ['slower by a few ms', { p95Ms: 2 }, { p95Ms: 12 }, 'same', null],
  ['slower, among few', few, { ...few, p95Ms: 1_200 }, 'same', null],
  ['failing', {}, { errorRate: 0.062 }, 'changed', 'errors 0.1 % → 6.2 %'],
  ['failing as before', { errorRate: 0.04 }, { errorRate: 0.06 }, 'same', null],
  ['failing rarely', { errorRate: 0 }, { errorRate: 0.009 }, 'same', null],
  ['failing no more', { errorRate: 0.5 }, { errorRate: 0 }, 'changed', 'errors 50 % → 0 %'],
  ['busier', {}, { requestsPerSecond: 12.34 }, 'changed', '1 → 12 requests/s'],
  [
    'idle',
    {},
    { requests: 0, requestsPerSecond: 0, errorRate: null, p95Ms: null },
    'changed',
    '1 → 0 requests/s',
  ],
  ['busier, among few', { ...few, requests: 1 }, { ...few, requestsPerSecond: 1 }, 'same', null],
  [
    'all',
    {},
    { p95Ms: 500, errorRate: 1, requestsPerSecond: 0.2 },
    'changed',
    'p95 240 ms → 500 ms; errors 0.1 % → 100 %; 1 → 0.2 requests/s',
  ],
])('%s', (_name, before, now, change, changeReason) => {
  const found = compareFigures({ ...usual, ...before }, { ...usual, ...now });
  expect([found.change, found.changeReason]).toEqual([change, changeReason]);
});

it('what is in one of the ranges only is new or gone', () => {
  expect(compareFigures(undefined, usual)).toEqual({
    change: 'new',
    changeReason: 'It was not there before.',
    before: null,
  });
  expect(compareFigures(usual, undefined)).toEqual({
    change: 'gone',
    changeReason: 'It is gone; before, it had 1 requests/s.',
    before: { requestsPerSecond: 1, errorRate: 0.001, p95Ms: 240 },
  });
});
