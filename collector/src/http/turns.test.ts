import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

/** Turns on a clock of the test's own: in `turn`, requests come at these times after its start. */
function turns() {
  let now = 0;
  let end = (): void => undefined;
  const seen = new Turns(
    { maxTurnMs: 40, overloadWindowMs: 1_000 },
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
    pass: (ms: number) => (now += ms),
  };
}

it('one long turn is no overload', () => {
  const { turn } = turns();
  expect(turn(500, [0, 100, 499])).toEqual([false, false, false]);
  expect(turn(100, [0, 99])).toEqual([false, false]);
});

it('long turns now and then are none', () => {
  const { pass, turn } = turns();
  for (let i = 0; i < 50; i++) {
    expect(turn(100, [0, 99])).toEqual([false, false]);
    pass(150);
  }
});

it('mostly long turns → those who come late in one are refused → short turns → nobody is', () => {
  const { turn } = turns();
  for (let i = 0; i < 10; i++) {
    turn(100, [0]);
    turn(10, [0]); // a short one in between makes no difference
  }
  expect(turn(60, [0, 39, 41, 59])).toEqual([false, false, true, true]);
  expect(turn(60, [0, 59])).toEqual([false, true]);
  for (let i = 0; i < 30; i++) turn(20, [0]);
  expect(turn(60, [0, 59])).toEqual([false, false]);
});
