import { expect, it } from 'vitest';
import type { Alarm, AlarmRule } from '../../../api/types.ts';
import { doneWording, firingMs, readingOf, sinceMs, toldWording, worstFirst } from './alarm.ts';
import { alarmFixture } from './fixtures.ts';

const rule = (condition: AlarmRule['condition']): AlarmRule => ({
  name: 'r',
  enabled: true,
  severity: 'critical',
  condition,
});
const slow = rule({
  kind: 'threshold',
  signal: 'traces',
  query: '',
  measure: 'latency_p95',
  by: [],
  window: '1m',
  op: '>',
  value: 500,
});

it('reads the newest value against the limit, in the unit of the measure', () => {
  expect(readingOf(alarmFixture({ value: 900, currentValue: 1520 }), slow)).toEqual({
    value: '1.52 s',
    limit: 'above 500 ms',
  });
  expect(readingOf(alarmFixture({ value: null, currentValue: null }), slow)?.value).toBe('no data');
});

it('reads nothing where a rule measures nothing, or is gone', () => {
  expect(readingOf(alarmFixture({}), undefined)).toBeUndefined();
  expect(
    readingOf(alarmFixture({}), rule({ kind: 'instance', query: '', states: ['down'] })),
  ).toBeUndefined();
});

it('knows since when, and for how long it fired', () => {
  const firing = alarmFixture({ state: 'firing', activeSince: 1000, firedAt: 5000 });
  expect([sinceMs(firing), firingMs(firing, 9000)]).toEqual([5000, 4000]);
  const resolved: Alarm = { ...firing, state: 'resolved', resolvedAt: 7000 };
  expect([sinceMs(resolved), firingMs(resolved, 9000)]).toEqual([7000, 2000]);
  const pending = alarmFixture({ state: 'pending', activeSince: 1000, firedAt: null });
  expect([sinceMs(pending), firingMs(pending, 9000)]).toEqual([1000, undefined]);
});

it('says the worst of what became of its notifications', () => {
  const none = { queued: 0, retrying: 0, delivered: 0, abandoned: 0 };
  expect(toldWording(none)).toBeUndefined();
  expect(toldWording({ ...none, delivered: 2 })?.word).toBe('2 delivered');
  expect(toldWording({ ...none, delivered: 2, retrying: 1 })?.word).toBe('1 being retried');
  expect(toldWording({ ...none, retrying: 1, abandoned: 1 })?.tone).toBe('bad');
});

it('says the verdict of an action once there is one', () => {
  const action = { id: '1', kind: 'open-breaker', peer: 'payment', state: 'applied' } as const;
  expect(doneWording({ ...action, verdict: null }).word).toBe('In force');
  expect(doneWording({ ...action, state: 'ended', verdict: 'helped' }).word).toBe('Helped');
});

it('shows the severe first, and of what is over what ended last', () => {
  const alarms = [
    alarmFixture({ chain: 'warning', severity: 'warning', firedAt: 9 }),
    alarmFixture({ chain: 'old', firedAt: 1 }),
    alarmFixture({ chain: 'new', firedAt: 2 }),
    alarmFixture({ chain: 'over', state: 'resolved', resolvedAt: 3 }),
    alarmFixture({ chain: 'just over', state: 'resolved', severity: 'info', resolvedAt: 4 }),
  ];
  expect(worstFirst(alarms).map(({ chain }) => chain)).toEqual([
    'new',
    'old',
    'warning',
    'just over',
    'over',
  ]);
});
