import { expect, it } from 'vitest';
import { NONE, readRequest } from './misbehaviour.ts';

it.each([
  ['slow', NONE, { slowMs: 1500 }, { slowMs: 1500, failureRate: 0 }],
  [
    'slow → failing too',
    { slowMs: 5, failureRate: 0 },
    { failureRate: 0.3 },
    { slowMs: 5, failureRate: 0.3 },
  ],
  ['slow → well', { slowMs: 5, failureRate: 0 }, { slowMs: 0 }, NONE],
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
  [{ exit: 1 }, 'exit'],
  [{ slow: 1 }, 'slow is none of'],
])('refuses %j', (body, problem) => {
  expect(readRequest(NONE, body)).toEqual({
    kind: 'refused',
    problem: expect.stringContaining(problem),
  });
});
