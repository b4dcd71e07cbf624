import { expect, it } from 'vitest';
import { validateRule } from './validate.ts';

const condition = {
  kind: 'threshold',
  signal: 'traces',
  query: 'service:payment',
  measure: 'latency_p95',
  by: ['service', 'http.route', 'resource.host.name'],
  window: '1m',
  op: '>',
  value: 500,
};
const rule = { name: 'payment is slow', severity: 'critical', for: '30s', condition };
const absent = { kind: 'absent', signal: 'traces', query: '', by: ['service'], window: '5m' };

it.each([
  ['a threshold', rule],
  ['an absence', { ...rule, condition: { ...absent, lookback: '1h' } }],
  ['instances', { ...rule, condition: { kind: 'instance', query: 'service:a', states: ['down'] } }],
  [
    'an action',
    { ...rule, actions: [{ kind: 'open-breaker', peer: 'payment', for: '60s', mode: 'auto' }] },
  ],
])('%s is a rule', (_name, input) => {
  expect(validateRule(input)).toEqual({ ok: true, rule: input });
});

const withCondition = (change: object) => ({ ...rule, condition: { ...condition, ...change } });

it.each([
  ['nothing', null, '', /must be object/],
  ['text', 'slow', '', /must be object/],
  ['no condition', { name: 'a', severity: 'info' }, '/condition', /condition is missing/],
  [
    'an unknown kind',
    { ...rule, condition: { kind: 'magic' } },
    '/condition/kind',
    /threshold, absent, instance/,
  ],
  ['a condition that is text', { ...rule, condition: 'high' }, '/condition/kind', /one of/],
  ['an unknown field', { ...rule, colour: 'red' }, '/colour', /no field colour; there are name,/],
  [
    'an unknown field of its condition',
    withCondition({ than: 5 }),
    '/condition/than',
    /no field than/,
  ],
  [
    'a book of annotations',
    {
      ...rule,
      annotations: Object.fromEntries('abcde'.split('').map((k) => [k, k.repeat(2_000)])),
    },
    '/annotations',
    /at most 8000 characters together; these have 10005/,
  ],
  ['a number as text', withCondition({ value: '500' }), '/condition/value', /must be number/],
  ['an unknown measure', withCondition({ measure: 'p95' }), '/condition/measure', /latency_p95/],
  [
    'a window in words',
    withCondition({ window: 'a minute' }),
    '/condition/window',
    /a number and a unit/,
  ],
  [
    'a window of nothing',
    withCondition({ window: '0s' }),
    '/condition/window',
    /5s to 1d; it is 0s/,
  ],
  ['a month of waiting', { ...rule, for: '30d' }, '/for', /0s to 1d; it is 30d/],
  [
    'an error rate in per cent',
    withCondition({ measure: 'error_rate', value: 5 }),
    '/condition/value',
    /0 to 1/,
  ],
  ['less than nothing', withCondition({ value: -1 }), '/condition/value', /never/],
  [
    'an id to group by',
    withCondition({ by: ['service', 'trace'] }),
    '/condition/by/1',
    /cannot be grouped by trace/,
  ],
  ['an unknown severity', { ...rule, severity: 'bad' }, '/severity', /critical, warning, info/],
  [
    'a query that does not parse',
    withCondition({ query: 'service:' }),
    '/condition/query',
    /a value is missing/,
  ],
])('%s: %s', (_name, input, pointer, message) => {
  expect(validateRule(input)).toEqual({
    ok: false,
    problems: expect.arrayContaining([
      expect.objectContaining({ pointer, message: expect.stringMatching(message) }),
    ]),
  });
});

it('says where in a query an unknown field is, and which there are', () => {
  expect(validateRule(withCondition({ query: 'status:error sevice:a' }))).toEqual({
    ok: false,
    problems: [
      {
        pointer: '/condition/query',
        message: expect.stringContaining('there is no field sevice'),
        position: { offset: 13, length: 6 },
        expected: expect.arrayContaining(['service']),
      },
    ],
  });
});

it('lists everything that is wrong', () => {
  const outcome = validateRule({ ...rule, severity: 'bad', colour: 1, condition: {} });
  expect(outcome.ok ? [] : outcome.problems.map(({ pointer }) => pointer).sort()).toEqual([
    '/colour',
    '/condition/kind',
    '/severity',
  ]);
});
