import { expect, it } from 'vitest';
import { isCircuitOpen, isRefused } from './circuit.ts';

const withCode = (code: string) => Object.assign(new Error('failed'), { code });

it.each([
  ['the error itself', withCode('ECIRCUITOPEN'), true],
  ['its cause', new TypeError('fetch failed', { cause: withCode('ECIRCUITOPEN') }), true],
  ['another error', withCode('ECONNRESET'), false],
  ['no error', 'ECIRCUITOPEN', false],
])('isCircuitOpen: %s', (_name, error, expected) => {
  expect(isCircuitOpen(error)).toBe(expected);
});

it('ends on a cause that is its own', () => {
  const error = new Error('round');
  error.cause = error;
  expect(isRefused(error)).toBe(false);
});
