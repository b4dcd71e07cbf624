import { expect, it } from 'vitest';
import { drawn } from './fixtures.ts';
import { readMove } from './move.ts';
import { visibleRows } from './rows.ts';
import { buildTree } from './tree.ts';

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
