import type { AlarmRule, ThresholdCondition } from '@nunchi/store/alarms/rule';
import type { ControlEvent, NewEvent } from '@nunchi/store/control/events';
import type { Channel } from '@nunchi/store/alarms/channel';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyState, fold, type LoopState } from '../log/state.ts';
import type { ActiveRule } from '../rules/catalogue.ts';
import { decideRule, decideWithoutRule, type Evaluation } from './decide.ts';
import { judge } from './see-threshold.ts';
import { MOST_WAITING } from './outbox.ts';
import type { Sight } from './sight.ts';

const INTERVAL_MS = 10_000;
const slow = {
  kind: 'threshold',
  signal: 'traces',
  query: '',
  measure: 'latency_p95',
  by: ['service'],
  window: '1m',
  op: '>',
  value: 500,
} as const satisfies AlarmRule['condition'];
const RULE: AlarmRule = {
  name: 'too slow',
  severity: 'critical',
  for: '20s',
  condition: { ...slow, by: ['service'] },
  labels: { team: 'shop' },
  channels: ['ops', 'nobody'],
};
const OPS: Channel = { name: 'ops', kind: 'webhook', url: 'https://ops.example.com' };

let state: LoopState;
let now: number;
let lastEvaluatedAt: number | undefined;
let channels: Map<string, Channel>;
beforeEach(() => {
  state = emptyState();
  now = 1_760_000_000_000;
  lastEvaluatedAt = undefined;
  channels = new Map([['ops', OPS]]);
});

const active = (change: Partial<AlarmRule> = {}): ActiveRule => ({
  id: 'r',
  rule: { ...RULE, ...change },
  timing: { forMs: 20_000, keepFiringForMs: 0 },
});
const p95 = (
  values: Readonly<Record<string, number | null>>,
  condition = RULE.condition,
): Sight => {
  if (condition.kind !== 'threshold') throw new Error('not a threshold');
  const series = Object.entries(values).map(([service, value]) => {
    return { labels: { service }, requests: value === null ? 0 : 10, value };
  });
  return judge(condition, series);
};

/** Applies a decision as the log would; answers the types. */
function apply(decide: (evaluation: Evaluation) => NewEvent[], afterMs = INTERVAL_MS): string {
  now += afterMs;
  const events = decide({ now, intervalMs: INTERVAL_MS, lastEvaluatedAt, channels });
  const first = state.last + 1;
  const stored = events.map((event, index) => {
    const sequence = first + index;
    return { ...event, sequence, cause: event.cause < 0 ? sequence + event.cause : event.cause };
  }) as ControlEvent[];
  state = fold(state, stored);
  lastEvaluatedAt = now;
  return stored.map(({ type }) => type.replace('alarm.', '')).join(' ');
}
const evaluate = (sight: Sight, rule = active(), afterMs?: number) =>
  apply((evaluation) => decideRule(state, rule, sight, evaluation), afterMs);
const times = (count: number, sight: Sight, rule = active()) =>
  Array.from({ length: count }, () => evaluate(sight, rule)).filter((types) => types !== '');

const alarms = () => [...state.alarm.values()].map(({ body }) => body);
const onlyAlarm = () => {
  const [alarm, ...more] = alarms();
  if (!alarm || more.length > 0) throw new Error(`there are ${more.length} more alarms`);
  return alarm;
};

describe('an alarm', () => {
  it('pending → firing, told → resolved, told', () => {
    expect(times(6, p95({ payment: 1_520 }))).toEqual(['pending', 'firing notification.queued']);
    expect(onlyAlarm()).toMatchObject({
      state: 'firing',
      labels: { team: 'shop', service: 'payment' },
      condition: 'p95 of all services over 1m > 500 ms',
      value: 1_520,
      toldChannels: ['ops'],
    });
    const [notification] = [...state.notification.values()];
    expect(notification).toMatchObject({
      subject: `${onlyAlarm().fingerprint}/${onlyAlarm().activeSince}/firing/ops`,
      chain: `${onlyAlarm().fingerprint}@${onlyAlarm().activeSince}`,
      cause: 2,
      body: { state: 'queued', nextAttemptAt: now - 3 * INTERVAL_MS, alarm: { state: 'firing' } },
    });
    expect(evaluate(p95({ payment: 80 }))).toBe('resolved notification.queued');
    expect(state.notification.size).toBe(2);
    expect(times(3, p95({ payment: 80 }))).toEqual([]);
  });

  it('says what is seen in a sentence', () => {
    times(3, p95({ payment: 1_520 }));
    const [event] = [...state.alarm.values()];
    expect(event?.summary).toBe(
      'too slow: p95 over 1m is 1.52 s, above 500 ms (team=shop, service=payment).',
    );
    evaluate(p95({ payment: 80 }));
    expect([...state.alarm.values()][0]?.summary).toBe(
      'too slow is over after 10 s: p95 over 1m is 80 ms, below 500 ms (team=shop, service=payment).',
    );
  });

  it('is one for each series', () => {
    times(3, p95({ payment: 900, cart: 900, gateway: 10 }));
    expect(alarms().map(({ labels, state: is }) => `${labels['service']} ${is}`)).toEqual([
      'payment firing',
      'cart firing',
    ]);
    expect(evaluate(p95({ payment: 900, cart: 9 }))).toBe('resolved notification.queued');
  });

  it('firing → no-data → firing: without requests it stays', () => {
    times(3, p95({ payment: 900 }));
    expect(evaluate(p95({}))).toBe('no-data');
    expect(evaluate(p95({}))).toBe('');
    expect(onlyAlarm()).toMatchObject({ state: 'firing', evaluation: 'no-data' });
    expect(evaluate(p95({ payment: 900 }))).toBe('data');
  });

  it('firing → error → firing: a failed question leaves it', () => {
    times(3, p95({ payment: 900 }));
    expect(evaluate({ kind: 'failed', message: 'too many series' })).toBe('error');
    expect(onlyAlarm()).toMatchObject({ state: 'firing', message: 'too many series' });
    expect(evaluate(p95({ payment: 900 }))).toBe('data');
  });

  it('pending → firing: downtime does not count', () => {
    evaluate(p95({ payment: 900 }));
    expect(evaluate(p95({ payment: 900 }), active(), 3_600_000)).toBe('pending');
    expect(evaluate(p95({ payment: 900 }))).toBe('firing notification.queued');
  });

  it('pending → firing: one missed evaluation is no downtime', () => {
    evaluate(p95({ payment: 900 }));
    expect(evaluate(p95({ payment: 900 }), active(), 20_000)).toBe('firing notification.queued');
  });
});

describe('a rule that is edited', () => {
  beforeEach(() => void times(3, p95({ payment: 900 })));

  it('keeps the alarms that it still describes, which say what it says now', () => {
    const edited = active({
      severity: 'info',
      condition: { ...slow, by: ['service'], value: 700 },
    });
    expect(evaluate(p95({ payment: 900 }, edited.rule.condition), edited)).toBe('firing');
    expect(onlyAlarm()).toMatchObject({ severity: 'info', toldChannels: ['ops'] });
    expect(state.notification.size).toBe(1);
    expect(evaluate(p95({ payment: 900 }, edited.rule.condition), edited)).toBe('');
  });

  it.each<[string, Partial<AlarmRule>]>([
    ['by its grouping', { condition: { ...slow, by: [] } }],
    ['by its labels', { labels: { team: 'other' } }],
    ['by its query', { condition: { ...slow, by: ['service'], query: 'service:cart' } }],
  ])('ends the alarms that it no longer describes: %s', (_how, change) => {
    expect(evaluate(p95({}), active(change))).toBe('resolved notification.queued');
    expect(onlyAlarm().message).toBe('the rule was changed and is about something else');
  });

  it('ends its alarms when it is deleted', () => {
    const gone = { kind: 'gone', message: 'the rule was deleted' } as const;
    const end = (ruleId: string) =>
      apply((evaluation) => decideWithoutRule(state, ruleId, gone, evaluation));
    expect(end('another')).toBe('');
    expect(end('r')).toBe('resolved notification.queued');
    expect([...state.alarm.values()][0]?.summary).toMatch(/the rule was deleted/);
  });
});

describe('telling', () => {
  it('is not of the end when nobody was told of the beginning', () => {
    channels.clear();
    expect(times(3, p95({ payment: 900 }))).toEqual(['pending', 'firing']);
    channels.set('ops', OPS);
    expect(evaluate(p95({ payment: 9 }))).toBe('resolved');
  });

  it('is not of the end when the channel does not want it', () => {
    channels.set('ops', { ...OPS, sendResolved: false });
    times(3, p95({ payment: 900 }));
    expect(evaluate(p95({ payment: 9 }))).toBe('resolved');
  });

  it('is of the end after a long time, too', () => {
    times(3, p95({ payment: 900 }));
    state = { ...state, notification: new Map() };
    expect(evaluate(p95({ payment: 9 }), active(), 3 * 86_400_000)).toBe(
      'resolved notification.queued',
    );
  });

  it('has a bound, and says when it is reached', () => {
    times(3, p95({ payment: 900 }));
    const [one] = [...state.notification.values()];
    if (!one) throw new Error('nothing is queued');
    const many = Array.from({ length: MOST_WAITING }, (_, id) => [`${id}`, one] as const);
    state = { ...state, notification: new Map(many) };
    expect(evaluate(p95({ payment: 9 }))).toBe('resolved notification.abandoned');
  });
});

describe('silence', () => {
  const rate = (op: '<' | '>', minimumRequests = 0): ThresholdCondition => {
    return { ...slow, measure: 'request_rate', op, value: 1, by: ['service'], minimumRequests };
  };
  const missing = (sight: Sight) =>
    sight.kind === 'seen' ? sight.missing({ labels: {} }) : undefined;

  it('is a rate of 0, which is not above anything', () => {
    expect(missing(judge(rate('>'), []))).toEqual({ kind: 'value', active: false, value: 0 });
    expect(missing(judge(rate('>', 5), []))).toMatchObject({ kind: 'no-data' });
    expect(missing(judge(rate('<'), []))).toMatchObject({ kind: 'gone' });
  });

  it('has no latency', () => {
    expect(missing(judge({ ...slow, by: ['service'] }, []))).toMatchObject({ kind: 'no-data' });
  });

  it('is not judged below the minimum of requests', () => {
    const few = judge({ ...slow, by: [], minimumRequests: 11 }, [
      { labels: {}, requests: 10, value: 900 },
    ]);
    expect(few).toMatchObject({ series: [{ observation: { kind: 'no-data' } }] });
  });
});
