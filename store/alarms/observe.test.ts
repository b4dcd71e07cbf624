import { expect, it } from 'vitest';
import { observeAbsence, observeThreshold } from './observe.ts';
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
  [5, 3, { kind: 'value', active: false, value: 3 }],
  [5, 0, { kind: 'value', active: true, value: 0 }],
  [0, 0, { kind: 'gone', message: expect.any(String) }],
])('%i before and %i in the window', (before, requests, expected) => {
  expect(observeAbsence({ before, requests })).toEqual(expected);
});
