import type { ActionSnapshot } from '@nunchi/store/control/snapshots';
import { expect, it } from 'vitest';
import { periodsToCompare } from './timing.ts';

const STARTED = 1_760_000_000_000;
const DELAY_MS = 5_000;

function periods(alarmSince: number, forMs = 120_000, now = STARTED + forMs - 4_000) {
  const action = {
    state: 'applied',
    alarmSince,
    startedAt: STARTED,
    appliedAt: STARTED + 2_000,
    endsAt: STARTED + forMs,
    verification: null,
  } as ActionSnapshot;
  const found = periodsToCompare(action, now, DELAY_MS);
  if (!found) return undefined;
  const { before, after, stepMs } = found;
  return {
    before: (before.to - before.from) / 1_000,
    after: (after.to - after.from) / 1_000,
    step: stepMs / 1_000,
  };
}

it.each([
  ['a minute of trouble, by steps of five seconds', 300_000, { before: 60, after: 60, step: 5 }],
  ['half a minute', 25_000, { before: 30, after: 60, step: 5 }],
  ['ten seconds of trouble, by shorter steps', 9_000, { before: 14, after: 60, step: 2 }],
  ['trouble that has just begun', 0, { before: 6, after: 60, step: 1 }],
])('looks at %s', (_name, troubleMs, expected) => {
  expect(periods(STARTED - troubleMs)).toEqual(expected);
});

it('waits until there is enough to see, or the end is near', () => {
  expect(periods(STARTED - 30_000, 120_000, STARTED + 66_000)).toBeUndefined();
  expect(periods(STARTED - 30_000, 120_000, STARTED + 67_000)).toBeDefined();
  expect(periods(STARTED - 30_000, 45_000, STARTED + 40_000)).toBeUndefined();
  expect(periods(STARTED - 30_000, 45_000, STARTED + 41_000)).toMatchObject({ after: 30 });
});
