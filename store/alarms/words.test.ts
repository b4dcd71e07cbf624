import { expect, it } from 'vitest';
import type { AlarmRule, ThresholdCondition } from './rule.ts';
import {
  conditionInWords,
  labelsInWords,
  latencyInWords,
  valueInWords,
  valueSentence,
} from './words.ts';

const slow: ThresholdCondition = {
  kind: 'threshold',
  signal: 'traces',
  query: 'service:payment',
  measure: 'latency_p95',
  by: ['service'],
  window: '1m',
  op: '>',
  value: 500,
};
const rule = (condition: AlarmRule['condition']): AlarmRule => ({
  name: 'payment is slow',
  severity: 'critical',
  condition,
});

it('says what a rule means', () => {
  expect(conditionInWords(slow)).toBe('p95 of service:payment over 1m > 500 ms');
  expect(conditionInWords({ ...slow, query: '', measure: 'error_rate', value: 0.05 })).toBe(
    'error rate of all services over 1m > 5 %',
  );
  expect(conditionInWords({ kind: 'instance', query: '', states: ['late', 'down'] })).toBe(
    'an instance is late or down',
  );
});

it('says values with their units', () => {
  expect(
    ['error_rate', 'request_rate', 'count', 'latency_p99'].map((measure) =>
      valueInWords(measure as ThresholdCondition['measure'], 1),
    ),
  ).toEqual(['100 %', '1/s', '1 request', '1 ms']);
  expect([0.5, 849.6, 1_516, 12_345, 600_000].map(latencyInWords)).toEqual([
    '0.5 ms',
    '850 ms',
    '1.52 s',
    '12.3 s',
    '10 min',
  ]);
  expect(labelsInWords({ service: 'payment', team: 'shop' })).toBe(' (service=payment, team=shop)');
  expect(labelsInWords({})).toBe('');
});

it('says how a value stands to its bound', () => {
  expect(valueSentence(rule(slow), 1_520)).toBe(
    'p95 of service:payment over 1m is 1.52 s, above 500 ms',
  );
  expect(valueSentence(rule(slow), 120)).toContain('is 120 ms, below 500 ms');
  expect(valueSentence(rule({ kind: 'instance', query: '', states: ['down'] }), 21)).toBe(
    'the last heartbeat was 21 s ago',
  );
});
