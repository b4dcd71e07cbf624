import { expect, it } from 'vitest';
import type { AlarmRule } from '../../../api/types.ts';
import { draftOf, NEW_DRAFT, readDraft, readValue, type Draft } from './draft.ts';

const problemsOf = (part: Partial<Draft>) => {
  const read = readDraft({ ...NEW_DRAFT, name: 'n', ...part });
  return read.ok ? {} : read.problems;
};

it('gives back the rule that it was made from, of every kind', () => {
  const common = {
    name: 'n',
    enabled: true,
    severity: 'critical',
    for: '30s',
    keepFiringFor: '1m',
    labels: { team: 'shop' },
    annotations: { runbook: 'https://wiki.example/pay' },
    channels: ['ops'],
    actions: [{ kind: 'open-breaker', peer: 'payment', for: '60s', mode: 'auto' }],
  } as const;
  const threshold = { kind: 'threshold', signal: 'traces', query: 'service:payment' } as const;
  const conditions: AlarmRule['condition'][] = [
    {
      ...threshold,
      measure: 'error_rate',
      by: [],
      window: '1m',
      op: '>',
      value: 0.07,
      minimumRequests: 3,
    },
    {
      ...threshold,
      measure: 'latency_p95',
      by: ['service'],
      window: '5m',
      op: '<=',
      value: 1250.5,
      minimumRequests: 0,
    },
    { kind: 'absent', signal: 'traces', query: '', by: ['service'], window: '5m', lookback: '2h' },
    { kind: 'instance', query: 'service:a', states: ['late', 'down'] },
  ];
  for (const condition of conditions) {
    const rule: AlarmRule = {
      ...common,
      labels: { ...common.labels },
      annotations: { ...common.annotations },
      channels: [...common.channels],
      actions: common.actions.map((each) => ({ ...each })),
      condition,
    };
    expect(readDraft(draftOf(rule))).toEqual({ ok: true, rule });
  }
});

it('reads limits as people write them', () => {
  expect(readValue('latency_p95', '1.5s')).toBe(1500);
  expect(readValue('latency_p95', '500')).toBe(500);
  expect(readValue('error_rate', '7 %')).toBe(0.07);
  expect(readValue('request_rate', '0.5')).toBe(0.5);
  expect(readValue('count', '')).toBeUndefined();
  expect(readValue('error_rate', 'much')).toBeUndefined();
});

it('says what is wrong, at its field', () => {
  expect(problemsOf({})).toEqual({});
  expect(Object.keys(problemsOf({ name: ' ', for: 'soon', value: 'x' }))).toEqual([
    'name',
    'for',
    'value',
  ]);
  expect(problemsOf({ kind: 'instance', states: [] }).states).toBeDefined();
  expect(problemsOf({ kind: 'instance', value: 'x', window: '' })).toEqual({});
  expect(problemsOf({ labels: [{ name: '', value: '' }] })).toEqual({});
  expect(problemsOf({ labels: [{ name: '', value: 'x' }] }).labels).toBe('Each needs a name');
  const team = { name: 'team', value: '' };
  expect(problemsOf({ labels: [team, team] }).labels).toBe('“team” is there twice');
  expect(
    problemsOf({ actions: [{ kind: 'open-breaker', peer: ' ', for: '60s', mode: 'auto' }] })
      .actions,
  ).toMatch(/needs the service/);
});
