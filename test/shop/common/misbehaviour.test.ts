import { expect, it } from 'vitest';
import { NONE, readRequest } from './misbehaviour.ts';

const SLOW = { ...NONE, slowMs: 5 };

it.each([
  ['slow', NONE, { slowMs: 1500 }, { ...NONE, slowMs: 1500 }],
  ['slow → failing too', SLOW, { failureRate: 0.3 }, { ...SLOW, failureRate: 0.3 }],
  ['slow → leaking too', SLOW, { leakMbPerSecond: 1 }, { ...SLOW, leakMbPerSecond: 1 }],
  ['slow → well', SLOW, { slowMs: 0 }, NONE],
  ['nothing named', NONE, {}, NONE],
])('%s', (_name, current, body, to) => {
  expect(readRequest(current, body)).toEqual({ kind: 'change', to });
});

it('exit', () => {
  expect(readRequest(NONE, { exit: true })).toEqual({ kind: 'exit' });
});

it.each([
  [undefined, 'JSON object'],
  [[1], 'JSON object'],
  [{ slowMs: '5' }, 'slowMs is a number from 0 to 60000'],
  [{ slowMs: -1 }, 'slowMs'],
  [{ failureRate: 1.5 }, 'failureRate is a number from 0 to 1'],
  [{ leakMbPerSecond: 101 }, 'leakMbPerSecond is a number from 0 to 100'],
  [{ exit: 1 }, 'exit'],
  [{ slow: 1 }, 'slow is none of'],
  [{ toString: 1 }, 'toString is none of'],
])('refuses %j', (body, problem) => {
  expect(readRequest(NONE, body)).toEqual({
    kind: 'refused',
    problem: expect.stringContaining(problem),
  });
});
