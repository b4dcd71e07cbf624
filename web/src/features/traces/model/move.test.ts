import { expect, it } from 'vitest';
import { readCommand } from './command.ts';
import { drawn } from './fixtures.ts';
import { readMove } from './move.ts';
import { visibleRows } from './rows.ts';
import { stepTo } from './step.ts';
import { buildTree } from './tree.ts';
import { readingOrder } from './walk.ts';

const tree = buildTree(
  drawn(`
a     0-100
  b   10-90
    c 20-40
  d   92-95
`),
);

/** `move('b', 'ArrowRight')` with the collapsed ones: what the key does, in short. */
function move(selected: string | undefined, code: string, collapsed: string[] = []): string {
  const rows = visibleRows(tree, new Set(collapsed));
  const at = rows.findIndex(({ key }) => key === selected);
  const done = readMove(code, tree, rows, at);
  return done === undefined ? '-' : 'key' in done ? `${done.kind} ${done.key}` : done.kind;
}

it('moves over the visible rows and stops at the ends', () => {
  expect(move(undefined, 'KeyJ')).toBe('select a');
  expect(move(undefined, 'KeyK')).toBe('select a');
  expect(move('a', 'ArrowDown')).toBe('select b');
  expect(move('b', 'KeyJ', ['b'])).toBe('select d');
  expect(move('d', 'KeyJ')).toBe('select d');
  expect(move('a', 'KeyK')).toBe('select a');
  expect(move('b', 'End')).toBe('select d');
});

it('opens, closes, and goes in and out', () => {
  expect(move('b', 'ArrowRight')).toBe('select c');
  expect(move('b', 'ArrowRight', ['b'])).toBe('toggle b');
  expect(move('b', 'ArrowLeft')).toBe('toggle b');
  expect(move('b', 'ArrowLeft', ['b'])).toBe('select a');
  expect(move('c', 'ArrowLeft')).toBe('select b');
  expect(move('a', 'Space')).toBe('toggle a');
  expect(move('c', 'Enter')).toBe('-');
});

it('closes the details, and leaves other keys alone', () => {
  expect(move('c', 'Escape')).toBe('close');
  expect(move(undefined, 'Escape')).toBe('-');
  expect(move('c', 'KeyX')).toBe('-');
});

it('closes and opens all that is below a span', () => {
  expect(move('b', 'KeyC')).toBe('toggle-subtree b');
  expect(move('c', 'KeyC')).toBe('-');
});

it('goes to the next of some spans from wherever one is, and around the end', () => {
  const placeOf = new Map(readingOrder(tree).map(({ key }, at) => [key, at]));
  const step = (selected: string | undefined, direction: 1 | -1): string | undefined =>
    stepTo(['b', 'd'], placeOf, selected, direction);
  expect([undefined, 'b', 'c', 'd'].map((key) => step(key, 1)).join('')).toBe('bddb');
  expect([undefined, 'b', 'c', 'd'].map((key) => step(key, -1)).join('')).toBe('ddbb');
  expect(stepTo([], placeOf, 'a', 1)).toBeUndefined();
});

it.each([
  ['KeyE', false, { kind: 'error', direction: 1 }],
  ['KeyE', true, { kind: 'error', direction: -1 }],
  ['KeyN', true, { kind: 'found', direction: -1 }],
  ['Digit2', false, { kind: 'levels', levels: 2 }],
  ['Digit0', false, { kind: 'levels', levels: Infinity }],
  ['KeyP', false, { kind: 'path' }],
  ['KeyL', false, { kind: 'logs' }],
  ['KeyZ', false, { kind: 'zoom-in' }],
  ['KeyZ', true, { kind: 'zoom-out' }],
  ['KeyQ', false, undefined],
])('%s, with Shift %s', (code, shiftKey, command) => {
  const key = { code, shiftKey, ctrlKey: false, metaKey: false, altKey: false };
  expect(readCommand(key)).toEqual(command);
});
