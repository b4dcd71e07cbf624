import { expect, it } from 'vitest';
import { axisTicks, barPlace } from './axis.ts';

it.each([
  [100, 5, [0, 20, 40, 60, 80, 100]],
  [1, 4, [0, 0.5, 1]],
  [7, 5, [0, 2, 4, 6]],
  [90_000, 6, [0, 15_000, 30_000, 45_000, 60_000, 75_000, 90_000]],
  [0, 5, [0]],
])('ticks of %d ms, about %d', (duration, wanted, ticks) =>
  expect(axisTicks(duration, wanted)).toEqual(ticks),
);

it('never makes a crowd of ticks', () => {
  for (let duration = 0.0001; duration < 1e10; duration *= 1.7) {
    expect(axisTicks(duration, 6).length).toBeLessThanOrEqual(7);
  }
});

it('places bars inside the axis, whatever the times', () => {
  expect(barPlace(25, 50, 100)).toEqual({ left: 25, width: 50 });
  expect(barPlace(60, -20, 100)).toEqual({ left: 40, width: expect.closeTo(20) });
  expect(barPlace(-10, 500, 100)).toEqual({ left: 0, width: 100 });
  expect(barPlace(0, 0, 0)).toEqual({ left: 0, width: 100 });
});
