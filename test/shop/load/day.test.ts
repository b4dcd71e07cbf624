import { expect, it } from 'vitest';
import { arrivals, busyAt, type Day, hourAt } from './day.ts';
import { seededRandom } from './random.ts';

const DAY: Day = { daySeconds: 600, perMinute: 120 };

function firstDays(seed: number, days = 1): number[] {
  const times: number[] = [];
  for (const at of arrivals(seededRandom(seed), DAY)) {
    if (at >= days * DAY.daySeconds * 1000) return times;
    times.push(at);
  }
  return times;
}

it('is the same for the same seed, and another for another', () => {
  expect(firstDays(7)).toEqual(firstDays(7));
  expect(firstDays(7)).not.toEqual(firstDays(8));
});

it('brings as many a day as was said, one after the other', () => {
  const times = firstDays(1, 4);
  expect(times.length).toBeGreaterThan(4_800 * 0.95);
  expect(times.length).toBeLessThan(4_800 * 1.05);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

it('opens in the morning; noon is busier than the night, and the evening than noon', () => {
  expect(hourAt(0, 600)).toBe(8);
  expect(hourAt(600_000, 600)).toBe(8);
  expect(busyAt(23.99)).toBeCloseTo(busyAt(0), 1);
  const hours = firstDays(1, 4).map((at) => Math.floor(hourAt(at, DAY.daySeconds)));
  const within = (from: number, to: number) =>
    hours.filter((hour) => hour >= from && hour < to).length;
  expect(within(10, 13)).toBeGreaterThan(within(2, 5) * 1.5);
  expect(within(19, 22)).toBeGreaterThan(within(10, 13) * 1.1);
  expect(within(2, 5)).toBeGreaterThan(100);
});
