import { expect, it } from 'vitest';
import { nodeToThe, wayOf } from './step.ts';

// a  b
// c     d
const places = new Map([
  ['a', { x: 0, y: 0 }],
  ['b', { x: 300, y: 0 }],
  ['c', { x: 0, y: 100 }],
  ['d', { x: 600, y: 100 }],
]);

it.each([
  ['a', 'ArrowRight', 'b'],
  ['a', 'ArrowDown', 'c'],
  ['b', 'ArrowRight', 'd'],
  ['c', 'ArrowRight', 'b'],
  ['c', 'ArrowUp', 'a'],
  ['d', 'ArrowLeft', 'b'],
  ['a', 'ArrowLeft', undefined],
  ['b', 'ArrowUp', undefined],
  ['gone', 'ArrowUp', undefined],
])('from %s %s leads to %s', (from, code, to) => {
  expect(nodeToThe(wayOf(code)!, from, places)).toBe(to);
});

it('other keys lead nowhere', () => {
  expect(wayOf('KeyF')).toBeUndefined();
});
