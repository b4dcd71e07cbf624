import { expect, it } from 'vitest';
import { readShortcut, SEQUENCE_MS, type Key } from './keyboard.ts';

const key = (code: string, more: Partial<Key> = {}): Key => ({
  code,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

it('knows search and help', () => {
  expect(readShortcut(key('Slash'), undefined, 0)).toEqual({ shortcut: { kind: 'search' } });
  expect(readShortcut(key('Slash', { shiftKey: true }), undefined, 0)).toEqual({
    shortcut: { kind: 'help' },
  });
});

it('g, then a letter in time, goes to a page', () => {
  expect(readShortcut(key('KeyG'), undefined, 100)).toEqual({ pendingSince: 100 });
  expect(readShortcut(key('KeyT'), 100, 400)).toEqual({
    shortcut: { kind: 'go', place: 'traces' },
  });
  expect(readShortcut(key('KeyT'), 100, 101 + SEQUENCE_MS)).toEqual({});
  expect(readShortcut(key('KeyX'), 100, 400)).toEqual({});
});

it('leaves the browser its own shortcuts', () => {
  expect(readShortcut(key('KeyL', { ctrlKey: true }), 100, 200)).toEqual({});
  expect(readShortcut(key('Slash', { metaKey: true }), undefined, 0)).toEqual({});
});
