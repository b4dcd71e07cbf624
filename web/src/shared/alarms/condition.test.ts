import { expect, it } from 'vitest';
import { conditionWords } from './condition.ts';
import { formatLimit } from './measures.ts';

it('says each kind of condition in words', () => {
  expect(
    conditionWords({
      kind: 'threshold',
      query: 'service:payment',
      measure: 'latency_p95',
      by: ['service'],
      window: '1m',
      op: '>',
      value: 500,
    }),
  ).toBe('p95 latency of service:payment over 1 min is above 500 ms, for each service');
  expect(
    conditionWords({
      kind: 'threshold',
      query: ' ',
      measure: 'error_rate',
      by: [],
      window: '90s',
      op: '>=',
      value: 0.05,
      minimumRequests: 10,
    }),
  ).toBe('error rate of all traffic over 1 min 30 s is at or above 5%, from 10 requests on');
  expect(
    conditionWords({ kind: 'absent', query: '', by: ['service'], window: '5m', lookback: '1h' }),
  ).toBe('no requests for 5 min, after some in the last 1 h, for each service');
  expect(conditionWords({ kind: 'instance', query: '', states: ['late', 'down'] })).toBe(
    'any instance is late or down',
  );
});

it('writes limits without the digits of a measurement', () => {
  expect(formatLimit('latency_p99', 1500)).toBe('1.5 s');
  expect(formatLimit('error_rate', 0.005)).toBe('0.5%');
  expect(formatLimit('request_rate', 0.25)).toBe('0.25/s');
  expect(formatLimit('count', 12_000)).toBe('12,000');
});
