import { afterEach, expect, test } from 'vitest';
import { applicationChecks, readiness } from './checks.ts';

afterEach(() => applicationChecks().clear());

test('added, replaced, taken back; only by who added it', () => {
  const takeBack = readiness('database', () => true);
  const second = () => false;
  readiness('database', second);
  takeBack();
  expect([...applicationChecks()]).toEqual([['database', second]]);
});

test('what cannot be a check', () => {
  expect(() => readiness('', () => true)).toThrow(TypeError);
  expect(() => readiness('x'.repeat(101), () => true)).toThrow(TypeError);
  expect(() => readiness('database', true as never)).toThrow(TypeError);
  for (let each = 0; each < 100; each += 1) readiness(`check ${each}`, () => true);
  expect(() => readiness('one more', () => true)).toThrow(RangeError);
  expect(() => readiness('check 7', () => false)).not.toThrow();
});
