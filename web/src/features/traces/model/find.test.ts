import { expect, it } from 'vitest';
import { findSpans } from './find.ts';
import { span } from './fixtures.ts';
import { buildTree } from './tree.ts';
import { readingOrder } from './walk.ts';

const order = readingOrder(
  buildTree([
    span('a', null, 0, 9, { name: 'GET /pay', service: 'gateway' }),
    span('b', 'a', 5, 1, { attributes: { 'db.statement': 'SELECT Pay', n: 42 } }),
    span('c', 'a', 1, 1, { statusMessage: 'payment refused' }),
  ]),
);

it('finds by name, service, message and attributes, in reading order', () => {
  expect(findSpans(order, 'PAY')).toEqual(['a', 'c', 'b']);
  expect(findSpans(order, '42')).toEqual(['b']);
  expect(findSpans(order, 'gate')).toEqual(['a']);
  expect(findSpans(order, 'nothing')).toEqual([]);
  expect(findSpans(order, '  ')).toBeUndefined();
});
