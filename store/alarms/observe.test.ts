import { expect, it } from 'vitest';
import { observeAbsence, observeSilence, observeThreshold } from './observe.ts';
import type { ThresholdCondition } from './rule.ts';

const condition: ThresholdCondition = {
  kind: 'threshold',
  signal: 'traces',
  query: '',
  measure: 'latency_p95',
  by: [],
  window: '1m',
  op: '>',
  value: 500,
  minimumRequests: 10,
};

it.each([
  ['>', 500, false],
  ['>', 501, true],
  ['>=', 500, true],
  ['<', 500, false],
  ['<', 499, true],
  ['<=', 500, true],
] as const)('%s 500 of %i: %s', (op, value, active) => {
  const seen = observeThreshold({ ...condition, op }, { requests: 10, value });
  expect(seen).toEqual({ kind: 'value', active, value });
});

it.each([
  [9, 900, /9 requests .* asks for 10/],
  [0, null, /no requests/],
])('%i requests are no data', (requests, value, message) => {
  expect(observeThreshold(condition, { requests, value })).toEqual({
    kind: 'no-data',
    message: expect.stringMatching(message),
  });
});

it.each([
  ['latency_p95', '<', true, { kind: 'no-data' }],
  ['error_rate', '<', true, { kind: 'no-data' }],
  ['request_rate', '>', false, { kind: 'value', active: false, value: 0 }],
  ['count', '<', true, { kind: 'value', active: true, value: 0 }],
  ['count', '<', false, { kind: 'gone' }],
] as const)('silence: %s %s 500, known: %s', (measure, op, known, expected) => {
  const rule = { ...condition, measure, op, minimumRequests: 0 };
  expect(observeSilence(rule, known)).toMatchObject(expected);
});

it('silence is less than the requests that a rule asks for', () => {
  const rule = { ...condition, measure: 'count', op: '<' } as const;
  expect(observeSilence(rule, true)).toMatchObject({ kind: 'no-data' });
});

it.each([
  [5, 3, { kind: 'value', active: false, value: 7 }],
  [5, 0, { kind: 'value', active: true, value: 7 }],
  [0, 0, { kind: 'gone', message: 'it had no requests in the 1h before the last 5m either' }],
])('%i before and %i in the window', (before, requests, expected) => {
  const absent = { window: '5m', lookback: '1h' };
  expect(observeAbsence(absent, { before, requests, silentS: 7 })).toEqual(expected);
});
