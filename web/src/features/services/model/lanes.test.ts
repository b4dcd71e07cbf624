import { expect, it } from 'vitest';
import { placeLabels } from './lanes.ts';

const items = (...all: [name: string, x: number, width: number][]) =>
  all.map(([of, x, width]) => ({ of, x, width }));
const placed = (...all: [name: string, x: number, width: number][]) =>
  placeLabels(items(...all), 300, 2).map(
    ({ of, x, before, lane, labelled }) =>
      `${of} ${before ? 'until' : 'from'} ${x} in ${lane}${labelled ? '' : ' mark'}`,
  );

it('labels far from each other share a lane', () => {
  expect(placed(['b', 100, 50], ['a', 0, 50])).toEqual(['a from 0 in 0', 'b from 100 in 0']);
});

it('labels that would cover each other take the next lane, then lose their words', () => {
  expect(placed(['a', 0, 80], ['b', 10, 80], ['c', 20, 80], ['d', 90, 50])).toEqual([
    'a from 0 in 0',
    'b from 10 in 1',
    'c from 20 in 2 mark',
    'd from 90 in 0',
  ]);
});

it('marks that find no room either are below, where they cover marks alone', () => {
  expect(placed(['a', 0, 80], ['b', 1, 80], ['c', 2, 80], ['d', 3, 80])).toEqual([
    'a from 0 in 0',
    'b from 1 in 1',
    'c from 2 in 2 mark',
    'd from 3 in 2 mark',
  ]);
});

it('a label at the end ends at its moment', () => {
  expect(placed(['a', 290, 80])).toEqual(['a until 290 in 0']);
  expect(placed(['a', 150, 80], ['b', 290, 80])).toEqual(['a from 150 in 0', 'b until 290 in 1']);
});
