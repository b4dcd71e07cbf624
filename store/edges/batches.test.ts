import { expect, it } from 'vitest';
import { batches } from './batches.ts';

const minutes = (...pairs: [minute: number, spans: number][]) =>
  pairs.map(([minute, spans]) => ({ minute: minute * 60, spans }));

it.each<[string, [number, number][], number[][]]>([
  ['nothing', [], []],
  [
    'a run',
    [
      [9, 1],
      [8, 1],
      [7, 1],
    ],
    [[9, 8, 7]],
  ],
  [
    'a gap',
    [
      [9, 1],
      [7, 1],
      [6, 1],
    ],
    [[9], [7, 6]],
  ],
  [
    'as many spans as are allowed',
    [
      [9, 4],
      [8, 6],
      [7, 1],
    ],
    [[9, 8], [7]],
  ],
  [
    'a minute of more spans than are allowed',
    [
      [9, 1],
      [8, 99],
      [7, 1],
    ],
    [[9], [8], [7]],
  ],
])('%s', (_name, given, expected) => {
  const runs = batches(minutes(...given), 10);
  expect(runs.map((run) => run.map(({ minute }) => minute / 60))).toEqual(expected);
});
