import { expect, it } from 'vitest';
import { firedWords, mergePeriods } from './fired.ts';

const MINUTE = 60_000;
const hour = { from: 0, to: 60 * MINUTE };

it('says when it would have fired, in words', () => {
  expect(firedWords([], hour)).toBe('Would not have fired in the last hour.');
  expect(firedWords([{ from: 0, to: 90_000 }], hour)).toBe(
    'Would have fired once in the last hour, for 1 min 30 s.',
  );
  expect(
    firedWords(
      [
        { from: 0, to: 2 * MINUTE },
        { from: 10 * MINUTE, to: 14 * MINUTE },
      ],
      hour,
    ),
  ).toBe('Would have fired 2 times in the last hour, for 6 min in total.');
});

it('counts periods of several series that overlap once', () => {
  expect(
    mergePeriods([
      { from: 5, to: 9 },
      { from: 0, to: 3 },
      { from: 2, to: 4 },
    ]),
  ).toEqual([
    { from: 0, to: 4 },
    { from: 5, to: 9 },
  ]);
});
