import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

/** Turns on a clock of the test's own: `turn` lets requests come at these times after its start. */
function turns() {
  let now = 0;
  let end = (): void => undefined;
  const seen = new Turns(
    { maxTurnMs: 40, patienceMs: 250 },
    { now: () => now, atEndOfTurn: (done) => (end = done) },
  );
  return {
    turn(lengthMs: number, arrivals: readonly number[]): boolean[] {
      const start = now;
      const late = arrivals.map((at) => {
        now = start + at;
        return seen.tooLate();
      });
      now = start + lengthMs;
      end();
      return late;
    },
  };
}

it('one long turn is no overload', () => {
  const { turn } = turns();
  expect(turn(500, [0, 100, 499])).toEqual([false, false, false]);
  expect(turn(10, [0, 5])).toEqual([false, false]);
});

it('long turns → those who come late in one are refused → a short turn → nobody is', () => {
  const { turn } = turns();
  for (let i = 0; i < 3; i++) expect(turn(100, [0, 50, 90])).toEqual([false, false, false]);
  expect(turn(60, [0, 39, 41, 59])).toEqual([false, false, true, true]);
  expect(turn(60, [0, 59])).toEqual([false, true]);
  expect(turn(20, [0, 10])).toEqual([false, false]);
  expect(turn(100, [0, 90])).toEqual([false, false]);
});
