import { describe, expect, it } from 'vitest';
import { holdMs, Rate, retryAfterSeconds } from './retry-after.ts';

const nothing = {
  journalFill: 0,
  journalAgeSeconds: 0,
  refusedPerSecond: 0,
  takenPerSecond: 0,
};

describe('a refused sender should come again', () => {
  it.each([
    ['soon when nothing waits', {}, 1],
    ['soon when the journal filled up in a moment', { journalFill: 1, journalAgeSeconds: 0.4 }, 1],
    ['later when the store needs longer', { journalFill: 1, journalAgeSeconds: 7.5 }, 8],
    ['at the latest after half a minute', { journalFill: 1, journalAgeSeconds: 600 }, 30],
    ['soon when what waits is old, but little', { journalFill: 0.01, journalAgeSeconds: 60 }, 1],
    ['soon when few are refused', { refusedPerSecond: 100, takenPerSecond: 1_000 }, 1],
    ['when the others had their turn', { refusedPerSecond: 9_000, takenPerSecond: 1_000 }, 9],
    ['late when none has a turn', { refusedPerSecond: 500 }, 30],
  ])('%s', (_name, backlog, seconds) => {
    expect(retryAfterSeconds({ ...nothing, ...backlog })).toBe(seconds);
  });

  it('never sooner because more waits', () => {
    const seconds = Array.from({ length: 100 }, (_, i) =>
      retryAfterSeconds({
        journalFill: i / 100,
        journalAgeSeconds: i,
        refusedPerSecond: 20 * i,
        takenPerSecond: 100,
      }),
    );
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    expect([seconds[0], seconds[99]]).toEqual([1, 30]);
  });
});

it('answers are held back when many are refused, for two seconds at most', () => {
  expect([0, 100, 150, 600, 10_000].map(holdMs)).toEqual([0, 0, 50, 500, 2_000]);
});

it('a rate is that of the last second', () => {
  let now = 0;
  const rate = new Rate(() => now);
  for (; now < 3_000; now += 10) rate.add();
  expect(rate.perSecond).toBeCloseTo(100, -1);
  now += 500;
  expect(rate.perSecond).toBeCloseTo(50, -1);
  now += 1_500;
  expect(rate.perSecond).toBe(0);
});
