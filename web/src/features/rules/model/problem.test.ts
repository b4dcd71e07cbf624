import { expect, it } from 'vitest';
import { excerptAt, fieldAt } from './problem.ts';

it('shows where a query is wrong', () => {
  expect(excerptAt('service:a foo:b', 10, 3)).toEqual({
    before: 'service:a ',
    wrong: 'foo',
    after: ':b',
  });
});

it('shows the end of a text where something is missing', () => {
  expect(excerptAt('a AND', 5, 0)).toEqual({ before: 'a AND', wrong: ' ', after: '' });
  expect(excerptAt('a', 99, 9).before).toBe('a');
});

it('cuts what is far away', () => {
  const { before, after } = excerptAt('x'.repeat(100), 50, 1);
  expect([before.length, after.length]).toEqual([37, 37]);
});

it('finds the field that a pointer is about', () => {
  expect(fieldAt('/rule/condition/query')).toBe('query');
  expect(fieldAt('/condition/value')).toBe('value');
  expect(fieldAt('/channels/0')).toBe('channels');
  expect(fieldAt('/condition')).toBeUndefined();
  expect(fieldAt(undefined)).toBeUndefined();
});
