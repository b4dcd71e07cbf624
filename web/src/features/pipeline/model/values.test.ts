import { expect, it } from 'vitest';
import { addUp, latest, latestSum, toSeries } from './values.ts';

it('what was measured a few steps ago is present, what is older is not', () => {
  expect(latest([1, 2, null])).toBe(2);
  expect(latest([1, 2, null, null, null])).toBeNull();
  expect(latestSum([[1, 2], [null, null], [3]])).toBe(5);
  expect(latestSum([[null]])).toBeNull();
});

it('adds lines up where one of them is known', () => {
  expect(
    addUp(
      [
        [1, null, null],
        [2, 3, null],
      ],
      3,
    ),
  ).toEqual([3, 3, null]);
  expect(addUp([], 2)).toEqual([null, null]);
});

it('a line has a point for each time', () => {
  expect(toSeries('a', 'red', [10, 20], [1]).points).toEqual([
    [10, 1],
    [20, null],
  ]);
});
