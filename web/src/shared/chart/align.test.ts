import { expect, it } from 'vitest';
import { alignSeries, isolated, lastValue, valueRange } from './align.ts';

it('puts series with different times over one axis, with gaps', () => {
  const { times, values } = alignSeries([
    {
      name: 'a',
      color: '',
      points: [
        [1, 10],
        [3, 30],
      ],
    },
    {
      name: 'b',
      color: '',
      points: [
        [2, 20],
        [3, null],
      ],
    },
  ]);
  expect(times).toEqual([1, 2, 3]);
  expect(values).toEqual([
    [10, null, 30],
    [null, 20, null],
  ]);
});

it('keeps the threshold in sight, and zero', () => {
  expect(valueRange([[100, 200]], 500)).toEqual([0, 560]);
  expect(valueRange([[null]], undefined)).toEqual([0, 1]);
  const [low] = valueRange([[-10, 10]], undefined);
  expect(low).toBeLessThan(-10);
});

it('finds values that no line goes through', () => {
  expect(isolated([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  expect(isolated([null, 7, null])).toEqual([1]);
  expect(isolated([1, 2])).toEqual([]);
});

it('reads the newest value past a gap', () => {
  expect(lastValue([1, 2, null])).toBe(2);
  expect(lastValue([null])).toBeNull();
});
