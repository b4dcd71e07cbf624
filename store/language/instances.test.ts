import { expect, it } from 'vitest';
import { matchesInstance, matchesParts } from './instances.ts';
import { parseQuery } from './parse.ts';

const facts = {
  service: 'checkout',
  namespace: 'shop',
  environment: '',
  version: '1.2.3',
  instance: 'checkout-1',
};

it.each([
  ['', true],
  ['service:checkout', true],
  ['service:check*', true],
  ['service:*out', true],
  ['service:Checkout', false],
  ['service:(cart OR checkout) -version:2*', true],
  ['environment:*', false],
  ['-environment:*', true],
  ['CHECKOUT-', true],
  ['sh*p', true],
  ['payment OR version:1.2.4', false],
])('%s: %s', (text, expected) => {
  const parsed = parseQuery(text, 'instances');
  expect(parsed.ok && matchesInstance(parsed.query, facts)).toBe(expected);
});

it.each([
  [['a', 'a'], 'a', false],
  [['a', 'a'], 'aa', true],
  [['a', 'b', 'b'], 'ab', false],
  [['', 'b', ''], 'abc', true],
])('%j in %s: %s', (parts, text, expected) => {
  expect(matchesParts(parts, text)).toBe(expected);
});
