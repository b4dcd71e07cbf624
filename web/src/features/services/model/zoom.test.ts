import { expect, it } from 'vitest';
import { zoomedIn, zoomedOut } from './zoom.ts';

const at = (second: number): string => new Date(second * 1000).toISOString();

it('zooms to what was drawn over', () => {
  expect(zoomedIn({ from: 60_000, to: 180_000 })).toEqual({ from: at(60), to: at(180) });
});

it('does not zoom in to less than half a minute', () => {
  expect(zoomedIn({ from: 100_000, to: 102_000 })).toEqual({ from: at(86), to: at(116) });
});

it('zooms out around the middle, not into the future', () => {
  expect(zoomedOut({ from: 1_000_000, to: 1_100_000 }, 9_000_000)).toEqual({
    from: at(950),
    to: at(1150),
  });
  expect(zoomedOut({ from: 1_000_000, to: 1_100_000 }, 1_110_000)).toEqual({
    from: at(910),
    to: at(1110),
  });
});
