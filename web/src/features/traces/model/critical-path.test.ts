import { expect, it } from 'vitest';
import { criticalMs, criticalPath } from './critical-path.ts';
import { drawn, span } from './fixtures.ts';
import { buildTree } from './tree.ts';

/** `gateway 0-10, pay 10-30, …`: whose work the request waited for, and when. */
const path = (text: string): string =>
  criticalPath(buildTree(drawn(text)))
    .segments.map(({ key, fromMs, toMs }) => `${key} ${fromMs}-${toMs}`)
    .join(', ');

it('is the root alone when it has no children', () => {
  expect(path('a 0-10')).toBe('a 0-10');
});

it('goes through children that follow each other, and the work between them', () => {
  expect(
    path(`
a     0-100
  b  10-30
  c  40-90
    d 50-80
`),
  ).toBe('a 0-10, b 10-30, a 30-40, c 40-50, d 50-80, c 80-90, a 90-100');
});

it('takes of those that ran at once the one that ended last', () => {
  expect(
    path(`
a     0-100
  b  10-90
  c  10-60
`),
  ).toBe('a 0-10, b 10-90, a 90-100');
});

it('takes what had ended before the last one began', () => {
  expect(
    path(`
a     0-100
  b   5-40
  c  10-60
  d  50-95
`),
  ).toBe('a 0-5, b 5-40, a 40-50, d 50-95, a 95-100');
});

it('waits for nobody who goes on after the parent has ended', () => {
  expect(
    path(`
a      0-50
  b   40-90
`),
  ).toBe('a 0-40, b 40-50');
  expect(
    path(`
a       0-50
  b    30-40 producer
    c  35-90 consumer
`),
  ).toBe('a 0-30, b 30-40, a 40-50');
});

it('stays inside the root, whatever the clocks', () => {
  expect(
    path(`
a     10-50
  b    0-20
  c   60-70
`),
  ).toBe('b 10-20, a 20-50');
});

it('adds up to the duration of the root', () => {
  const tree = buildTree(
    drawn(`
a       0-100
  b     5-70
    c  10-40
    d  20-65
  e    30-99
    f  31-98
`),
  );
  const found = criticalPath(tree);
  const sum = [...tree.byKey.keys()].reduce((all, key) => all + criticalMs(found, key), 0);
  expect(sum).toBe(100);
  expect(criticalMs(found, 'c')).toBe(0);
});

it('has an answer for traces with flaws', () => {
  expect(criticalPath(buildTree([])).segments).toEqual([]);
  expect(criticalPath(buildTree([span('a', null, 10, -5)])).segments).toEqual([]);
  expect(path('a 0-10\n  b 3-1\n  c 4-4')).toBe('a 0-10');
});

it('does not run out of stack, nor of time over children that ran at once', () => {
  const deep = Array.from({ length: 20_000 }, (_, at) =>
    span(`s${at}`, at === 0 ? null : `s${at - 1}`, at, 40_000 - 2 * at),
  );
  expect(criticalPath(buildTree(deep)).segments.length).toBe(39_999);
  const wide = [span('a', null, 0, 20_000)];
  for (let at = 0; at < 20_000; at++) wide.push(span(`s${at}`, 'a', at, 1));
  expect(criticalPath(buildTree(wide)).segments.length).toBe(20_000);
});
