import { expect, it } from 'vitest';
import { stripPlot } from './strip.ts';

it('puts before and after on one scale that begins at zero', () => {
  const { rows, low, high } = stripPlot([
    { samples: [800, 1000, null], median: 900 },
    { samples: [100], median: 100 },
  ]);
  expect([low, high]).toEqual([0, 1000]);
  expect(rows[0]!.dots.map(({ x }) => x)).toEqual([0.8, 1]);
  expect(rows[0]!.median).toBe(0.9);
  expect(rows[1]!.dots).toEqual([{ x: 0.1, lift: 0 }]);
});

it('keeps alike values apart', () => {
  const { rows } = stripPlot([{ samples: [500, 500, 500], median: 500 }]);
  expect(new Set(rows[0]!.dots.map(({ lift }) => lift)).size).toBe(3);
});

it('stands without samples', () => {
  const { rows } = stripPlot([{ samples: [null], median: null }]);
  expect(rows[0]).toEqual({ dots: [], median: undefined });
});
