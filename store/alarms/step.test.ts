import { describe, expect, it } from 'vitest';
import { afterGap, type AlarmProgress, type Observation, step, type Timing } from './step.ts';

const bad: Observation = { kind: 'value', active: true, value: 9 };
const good: Observation = { kind: 'value', active: false, value: 1 };
const none: Observation = { kind: 'no-data', message: 'no requests' };
const fail: Observation = { kind: 'error', message: 'the question took too long' };
const gone: Observation = { kind: 'gone', message: 'the rule was deleted' };
const SIGNS: Readonly<Record<string, Observation>> = {
  x: bad,
  '.': good,
  '-': none,
  '!': fail,
  g: gone,
};

/** Feeds one sign every ten seconds; a gap of `~` ten seconds is a time without the loop. */
function run(signs: string, timing: Partial<Timing> = {}) {
  let alarm: AlarmProgress | undefined;
  let now = 1_000_000;
  const seen: string[] = [];
  for (const sign of signs) {
    const observation = SIGNS[sign];
    if (observation === undefined) {
      if (alarm) alarm = afterGap(alarm, 10_000);
    } else {
      const after = step(alarm, observation, { forMs: 30_000, keepFiringForMs: 0, ...timing }, now);
      alarm = after.alarm;
      if (after.transition) seen.push(after.transition.replace('alarm.', ''));
    }
    now += 10_000;
  }
  return { alarm, path: seen.join(' → ') };
}

const path = (signs: string, timing?: Partial<Timing>) => run(signs, timing).path;
const at0 = { forMs: 0 };
const kept = { forMs: 0, keepFiringForMs: 20_000 };

describe('step', () => {
  it.each<[string, string, string, Partial<Timing>?]>([
    ['', 'nothing to tell', '..-!g.'],
    ['pending → firing → resolved', 'as it should be', '.xxxx.'],
    ['pending → dropped', 'gone before its time', 'xx.'],
    ['pending → dropped → pending → firing', 'the clock starts anew', 'xxx.xxxx'],
    ['firing → resolved', 'for 0 fires at once', 'x.', at0],
    ['firing → resolved → firing', 'a second episode', 'x.x', at0],
    ['firing → clearing → resolved', 'kept firing for a while', 'x...', kept],
    ['firing → clearing → firing → clearing → resolved', 'that clock starts anew', 'x..x...', kept],
    ['firing → no-data → data → resolved', 'no data does not resolve', 'x---x.', at0],
    ['firing → error → data → resolved', 'an error does not resolve', 'x!!x.', at0],
    ['firing → no-data → error → resolved', 'good again resolves', 'x-!.', at0],
    ['pending → no-data → data → firing', 'no data is not counted', 'x--xxxx'],
    ['pending → error → data → firing', 'an error is not counted', 'x!xxxx'],
    ['pending → no-data → dropped', 'good again drops', 'x-.'],
    ['pending → firing', 'time without the loop is not counted', 'x~~~~~xxx'],
    ['pending', 'not yet, without the loop', 'x~~~~~xx'],
    [
      'firing → no-data → resolved',
      'no data for long is gone',
      'x-----',
      { ...at0, goneAfterMs: 40_000 },
    ],
    [
      'firing → no-data → error → no-data',
      'gone counts no data only',
      'x--!!!--',
      { ...at0, goneAfterMs: 40_000 },
    ],
    ['pending → no-data → dropped', 'pending too', 'x-----', { goneAfterMs: 40_000 }],
    [
      'firing → no-data',
      'time without the loop does not make it gone',
      'x-~~~~~-',
      { ...at0, goneAfterMs: 40_000 },
    ],
    ['firing → resolved', 'its rule was deleted', 'xg', at0],
    ['pending → dropped', 'its rule was deleted while pending', 'xg'],
  ])('%s: %s (%s)', (expected, _why, signs, timing) => {
    expect(path(signs, timing)).toBe(expected);
  });

  it('says since when, what and why', () => {
    expect(run('.xxxx').alarm).toMatchObject({
      state: 'firing',
      activeSince: 1_010_000,
      firedAt: 1_040_000,
      value: 9,
      evaluation: 'ok',
    });
    expect(run('x-', at0).alarm).toMatchObject({
      state: 'firing',
      evaluation: 'no-data',
      message: 'no requests',
      value: 9,
    });
    expect(run('xg', at0).alarm).toMatchObject({
      state: 'resolved',
      resolvedAt: 1_010_000,
      message: 'the rule was deleted',
    });
  });
});
