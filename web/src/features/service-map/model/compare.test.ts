import { expect, it } from 'vitest';
import { rangeBefore, type Comparison } from './compare.ts';

const NOW = Date.parse('2026-05-04T12:00:00.000Z');

it.each<[string, string, Exclude<Comparison, 'custom'>, string, string]>([
  ['now-15m', 'now', 'before', 'now-30m', 'now-15m'],
  ['now-1h', 'now', 'before', 'now-2h', 'now-1h'],
  ['now-45s', 'now', 'before', 'now-90s', 'now-45s'],
  ['now-2h', 'now-1h', 'before', 'now-3h', 'now-2h'],
  ['now-15m', 'now', 'hour', 'now-75m', 'now-1h'],
  ['now-24h', 'now', 'day', 'now-2d', 'now-1d'],
  ['now-15m', 'now', 'week', 'now-10095m', 'now-7d'],
  [
    '2026-05-04T10:00:00Z',
    '2026-05-04T11:00:00Z',
    'day',
    '2026-05-03T10:00:00.000Z',
    '2026-05-03T11:00:00.000Z',
  ],
  [
    String(NOW - 7_200_000),
    String(NOW - 3_600_000),
    'before',
    '2026-05-04T09:00:00.000Z',
    '2026-05-04T10:00:00.000Z',
  ],
  // One end stands, the other moves: nothing is asked anew before the next minute.
  ['2026-05-04T11:30:20Z', 'now', 'before', '2026-05-04T11:00:20.000Z', 'now-30m'],
])('%s to %s, with %s: %s to %s', (from, to, comparison, beforeFrom, beforeTo) => {
  expect(rangeBefore({ from, to }, comparison, NOW)).toEqual({ from: beforeFrom, to: beforeTo });
});

it('a range that would overlap itself has nothing to be compared with', () => {
  expect(rangeBefore({ from: 'now-3h', to: 'now' }, 'hour', NOW)).toBeUndefined();
  expect(rangeBefore({ from: 'now', to: 'now-3h' }, 'before', NOW)).toBeUndefined();
});
