import { expect, it } from 'vitest';
import { stepSeconds, stepsOf } from './steps.ts';

const range = (fromSeconds: number, toSeconds: number) => ({
  from: BigInt(Math.round(fromSeconds * 1e3)) * 1_000_000n,
  to: BigInt(Math.round(toSeconds * 1e3)) * 1_000_000n,
});

it.each([
  ['a second', 1, 240, 1],
  ['five minutes', 300, 240, 2],
  ['fifteen minutes', 900, 240, 5],
  ['fifteen minutes, few points', 900, 60, 15],
  ['an hour', 3_600, 240, 60],
  ['an hour, few points', 3_600, 60, 60],
  ['twenty minutes', 1_200, 240, 60],
  ['a day', 86_400, 240, 600],
  ['a day, few points', 86_400, 60, 1_800],
  ['a year', 366 * 86_400, 240, 172_800],
  ['a year, few points', 366 * 86_400, 60, 604_800],
])('%s', (_name, seconds, most, step) => {
  expect(stepSeconds(range(0, seconds), most)).toBe(step);
});

it('begins steps at multiples, so that a later question has the same', () => {
  expect(stepsOf(range(7, 22), 5)).toEqual([5, 10, 15, 20]);
  expect(stepsOf(range(10, 20), 5)).toEqual([10, 15]);
  expect(stepsOf(range(12.5, 12.6), 5)).toEqual([10]);
});

it('counts the steps at both ends', () => {
  // 61 minutes are touched by an hour that begins within one.
  expect(stepSeconds(range(30, 3_630), 60)).toBe(120);
});
