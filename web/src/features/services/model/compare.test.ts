import { expect, it } from 'vitest';
import { errorChange, latencyChange, trafficChange } from './compare.ts';

it.each([
  [1200, 240, '×5.0', 'worse'],
  [240, 1200, '×0.20', 'better'],
  [300, 240, undefined, undefined],
  // Five times as long, and nobody would notice.
  [5, 1, undefined, undefined],
  [null, 240, undefined, undefined],
  [240, null, undefined, undefined],
] as const)('a latency of %s against %s', (now, usual, words, tone) => {
  const change = latencyChange(now, usual);
  expect(change?.words).toBe(words);
  expect(change?.tone).toBe(tone);
});

it('a latency says what is usual', () => {
  expect(latencyChange(1200, 240)?.usual).toBe('usually 240 ms');
});

it.each([
  [300, 100, '×3.0'],
  [120, 100, undefined],
  [20, 100, '×0.20'],
  [0, 100, '×0'],
  [100, 0, undefined],
  [100, null, undefined],
])('%s requests against %s', (now, usual, words) => {
  expect(trafficChange(now, usual)?.words).toBe(words);
});

it.each([
  [0.052, 0.01, '+4.2 pp', 'worse'],
  [0, 0.02, '−2.0 pp', 'better'],
  [0.011, 0.01, undefined, undefined],
  [null, 0.01, undefined, undefined],
] as const)('a share of errors of %s against %s', (now, usual, words, tone) => {
  const change = errorChange(now, usual);
  expect(change?.words).toBe(words);
  expect(change?.tone).toBe(tone);
});
