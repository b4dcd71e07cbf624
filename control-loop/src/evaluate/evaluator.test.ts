import type { AlarmRule } from '@nunchi/store/alarms/rule';
import { lastEvaluations } from '@nunchi/store/queries/alarms/evaluations';
import { newestLoop } from '@nunchi/store/queries/control/loop';
import { StoreUnavailableError } from '@nunchi/store';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Problems } from '../runtime/problems.ts';
import { RULE_ID, ruleWith, TestLoop } from '../testing/loop.ts';
import { Evaluator } from './evaluator.ts';
import { Heartbeat } from './heartbeat.ts';
import { createEvaluationMetrics } from './metrics.ts';

const INTERVAL_MS = 15_000;

let loop: TestLoop;
let evaluator: Evaluator;
let problems: Problems;

beforeEach(async () => {
  loop = await TestLoop.start();
  await loop.document('channel', 'ops', {
    name: 'ops',
    kind: 'webhook',
    url: 'https://ops.example.com',
  });
  begin();
});
afterEach(() => loop.close());

function begin(): void {
  problems = new Problems();
  evaluator = new Evaluator(loop.context, problems, createEvaluationMetrics(new Registry()));
}

/** As after SIGKILL. */
async function restart(): Promise<void> {
  await loop.restart();
  begin();
}

const rule = (change: Partial<AlarmRule> = {}) =>
  loop.document('alarm-rule', RULE_ID, {
    ...ruleWith(),
    condition: { ...ruleWith().condition, window: '30s' },
    for: '15s',
    channels: ['ops'],
    ...change,
  });

/** An evaluation after some time, in which payment answered once a second, or not at all. */
async function tick(latencyMs: number | undefined, afterMs = INTERVAL_MS): Promise<string> {
  loop.clock += afterMs;
  if (latencyMs !== undefined)
    await loop.calls('checkout', Math.min(afterMs / 1_000, 40), latencyMs);
  await loop.context.documents.refresh();
  const { last } = loop.log.state;
  await evaluator.tick();
  return (await loop.typesAfter(last)).map((type) => type.replace('alarm.', '')).join(' ');
}

it('pending → firing → killed → no-data → data → resolved, each told once', async () => {
  await rule();
  expect(await tick(20)).toBe('');
  expect(await tick(1_500)).toBe('pending');
  expect(await tick(1_500)).toBe('firing notification.queued');
  await restart();
  expect(await tick(1_500)).toBe('');
  expect(await tick(undefined, 60_000)).toBe('no-data');
  await restart();
  expect(await tick(undefined)).toBe('');
  expect(await tick(1_500)).toBe('data');
  expect(await tick(20)).toBe('');
  expect(await tick(20)).toBe('');
  expect(await tick(20)).toBe('resolved notification.queued');
  await restart();
  expect(await tick(20)).toBe('');
  expect([...loop.log.state.notification.keys()].map((id) => id.split('/').slice(2))).toEqual([
    ['firing', 'ops'],
    ['resolved', 'ops'],
  ]);
});

it('pending → killed → firing: the time without a loop does not count', async () => {
  await rule({ for: '30s' });
  expect(await tick(1_500)).toBe('pending');
  await restart();
  expect(await tick(1_500, 600_000)).toBe('pending');
  await restart();
  expect(await tick(1_500)).toBe('firing notification.queued');
});

it('leaves alarms as they are while the store is away, and goes on', async () => {
  await rule({ for: '0s' });
  expect(await tick(1_500)).toBe('firing notification.queued');
  const { store } = loop.context;
  const rows = store.rows;
  store.rows = () => Promise.reject(new StoreUnavailableError('ClickHouse is away'));
  loop.clock += INTERVAL_MS;
  await expect(evaluator.tick()).rejects.toThrow('ClickHouse is away');
  store.rows = rows;
  expect(await tick(1_500)).toBe('');
});

it('firing → resolved when the rule is disabled', async () => {
  await rule({ for: '0s' });
  expect(await tick(1_500)).toBe('firing notification.queued');
  await rule({ for: '0s', enabled: false });
  expect(await tick(1_500)).toBe('resolved notification.queued');
  const [alarm] = [...loop.log.state.alarm.values()];
  expect(alarm?.summary).toMatch(/the rule was disabled/);
});

it('firing → error when the rule cannot be read any more', async () => {
  await rule({ for: '0s' });
  await tick(1_500);
  await loop.document('alarm-rule', RULE_ID, { name: 'of another version' });
  expect(await tick(1_500)).toBe('error');
  expect(problems.list()).toEqual([
    expect.stringMatching(/^rule slow-payment cannot be evaluated/),
  ]);
});

it('a rate that falls to nothing is seen', async () => {
  await rule({
    for: '0s',
    condition: {
      kind: 'threshold',
      signal: 'traces',
      query: 'service:payment',
      measure: 'request_rate',
      by: ['service'],
      window: '15s',
      op: '<',
      value: 0.1,
    },
  });
  expect(await tick(20)).toBe('');
  await restart();
  expect(await tick(undefined, 15_000)).toBe('');
  expect(await tick(undefined, 15_000)).toBe('firing notification.queued');
  expect(await tick(20, 30_000)).toBe('resolved notification.queued');
});

it('absent: firing → resolved when requests come again', async () => {
  await rule({
    for: '0s',
    condition: {
      kind: 'absent',
      signal: 'traces',
      query: 'service:payment',
      by: ['service'],
      window: '1m',
      lookback: '10m',
    },
  });
  expect(await tick(20)).toBe('');
  expect(await tick(undefined, 120_000)).toBe('firing notification.queued');
  expect(await tick(undefined)).toBe('');
  expect(await tick(20)).toBe('resolved notification.queued');
});

it('absent: a loop that has just started tells nobody absent', async () => {
  await rule({
    for: '0s',
    condition: {
      kind: 'absent',
      signal: 'traces',
      query: 'service:payment',
      by: ['service'],
      window: '5m',
      lookback: '1h',
    },
  });
  expect(await tick(20)).toBe('');
  expect(await tick(undefined, 120_000)).toBe('');
  await restart();
  expect(await tick(undefined, 240_000)).toBe('');
  expect(await tick(undefined, 120_000)).toBe('firing notification.queued');
});

it('nobody is absent, and no count too low, by what was missed while the store was away', async () => {
  const { store } = loop.context;
  const { rows } = store;
  const about = { signal: 'traces', query: 'service:payment', by: ['service'] } as const;
  const count = { ...about, kind: 'threshold', measure: 'count', window: '1m', value: 5 } as const;
  const conditions = {
    absent: { ...about, kind: 'absent', window: '1m', lookback: '1h' },
    few: { ...count, op: '<' },
    many: { ...count, op: '>' },
  } as const;
  for (const [id, condition] of Object.entries(conditions)) {
    await loop.document('alarm-rule', id, { ...ruleWith(), for: '0s', condition, actions: [] });
  }
  await tick(20, 120_000);
  await tick(20, 60_000);
  const states = () =>
    [...loop.log.state.alarm.values()].map(({ body }) => `${body.ruleId} ${body.state}`);
  expect(states()).toEqual(['many firing']);
  store.rows = () => Promise.reject(new StoreUnavailableError('ClickHouse is away'));
  loop.clock += 120_000;
  await expect(evaluator.tick()).rejects.toThrow('ClickHouse is away');
  store.rows = rows;
  expect(await tick(undefined)).toBe('no-data');
  expect(states()).toEqual(['many firing']);
  await tick(undefined, 120_000);
  expect(states().sort()).toEqual(['absent firing', 'few firing', 'many resolved']);
});

it('tells of each rule what its last evaluation saw', async () => {
  await rule({ channels: ['ops', 'nobody'] });
  await tick(1_500);
  const [evaluation] = await lastEvaluations(loop.store);
  expect(evaluation).toMatchObject({ ruleId: RULE_ID, outcome: 'ok', timeMs: String(loop.clock) });
  expect(Object.values(evaluation?.values ?? {})).toEqual([1_500]);
  expect(problems.list()).toEqual([
    'payment is slow is to tell the channel nobody, which there is not',
  ]);
  await rule({
    condition: { ...ruleWith().condition, minimumRequests: 900 } as AlarmRule['condition'],
  });
  await tick(1_500);
  expect(await lastEvaluations(loop.store)).toMatchObject([
    { outcome: 'no-data', message: expect.stringContaining('900'), values: {} },
  ]);
});

it('beats, with what it cannot do', async () => {
  problems.set('rules', ['one rule is broken']);
  const heartbeat = new Heartbeat(loop.context, problems, () => 3);
  await heartbeat.beat();
  expect(await newestLoop(loop.store)).toMatchObject({
    ingestLagMs: 'nan',
    missedEvaluations: '3',
  });
  await loop.calls('checkout', 1, 10);
  await heartbeat.beat();
  expect(await newestLoop(loop.store)).toMatchObject({
    ingestLagMs: 990,
    problems: ['one rule is broken'],
  });
});
