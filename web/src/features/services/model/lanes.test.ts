import { expect, it } from 'vitest';
import { placeLabels } from './lanes.ts';

const items = (...all: [name: string, x: number, width: number][]) =>
  all.map(([of, x, width]) => ({ of, x, width }));
const placed = (...all: [name: string, x: number, width: number][]) =>
  placeLabels(items(...all), 300, 2).map(
    ({ of, left, lane, labelled }) => `${of} ${left}/${lane}${labelled ? '' : ' mark'}`,
  );

it('labels far from each other share a lane', () => {
  expect(placed(['b', 100, 50], ['a', 0, 50])).toEqual(['a 0/0', 'b 100/0']);
});

it('labels that would cover each other take the next lane, then lose their words', () => {
  expect(placed(['a', 0, 80], ['b', 10, 80], ['c', 20, 80], ['d', 90, 50])).toEqual([
    'a 0/0',
    'b 10/1',
    'c 20/1 mark',
    'd 90/0',
  ]);
});

it('a label at the end begins before its moment', () => {
  expect(placed(['a', 290, 80])).toEqual(['a 220/0']);
  expect(placed(['a', 290, 500])).toEqual(['a 0/0']);
});
