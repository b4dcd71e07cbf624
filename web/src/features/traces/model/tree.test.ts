import { describe, expect, it } from 'vitest';
import { drawn, span } from './fixtures.ts';
import { ancestors, DEEPEST_INDENT, parentKey, visibleRows } from './rows.ts';
import { buildTree, type TraceTree } from './tree.ts';

/** The tree as text: two spaces a level, the flaws behind the key. */
function picture(tree: TraceTree, collapsed: string[] = []): string {
  return visibleRows(tree, new Set(collapsed))
    .map(
      ({ key, depth }) =>
        '  '.repeat(depth) + [key, ...(tree.byKey.get(key)?.flaws ?? [])].join(' '),
    )
    .join('\n');
}

const SHOP = `
gateway    0-100
  order   10-90
    pay   20-40 !
    ship  45-80
  log     92-95
`;

describe('a trace as it should be', () => {
  const tree = buildTree(drawn(SHOP).toReversed());
  it('is in order of start, whatever the order of arrival', () => {
    expect(picture(tree)).toBe(['gateway', '  order', '    pay', '    ship', '  log'].join('\n'));
    expect(tree.flaws.size).toBe(0);
  });
  it('has those that began at one time in the order in which they ended', () => {
    const tree = buildTree(
      drawn(`
server      0-90
  handler   1-80
    query   1-40
  parser    1-2
`),
    );
    expect(picture(tree)).toBe(['server', '  parser', '  handler', '    query'].join('\n'));
  });
  it('sums up what is below', () => {
    expect(tree.byKey.get('gateway')).toMatchObject({ below: 4, errorsBelow: 1, offsetMs: 0 });
    expect(tree.byKey.get('ship')).toMatchObject({ below: 0, errorsBelow: 0, offsetMs: 45 });
    expect(tree.durationMs).toBe(100);
  });
  it('hides what is under a collapsed span', () => {
    expect(picture(tree, ['order'])).toBe(['gateway', '  order', '  log'].join('\n'));
  });
  it('knows the way up', () => {
    expect(ancestors(tree, 'pay')).toEqual(['order', 'gateway']);
    expect(parentKey(tree, 'gateway')).toBeUndefined();
  });
  it('says which lines go on below a row', () => {
    const lines = visibleRows(tree, new Set()).map((row) => row.lines);
    expect(lines).toEqual([[], [true], [true, true], [true, false], [false]]);
  });
});

describe('a trace with flaws', () => {
  it('makes a root of a span whose parent is missing', () => {
    const tree = buildTree([span('a', null, 0, 10), span('b', 'gone', 2, 3), span('c', 'b', 3, 1)]);
    expect(picture(tree)).toBe(['a', 'b missing-parent', '  c'].join('\n'));
  });
  it('cuts a cycle before its earliest span', () => {
    const tree = buildTree([
      span('a', 'c', 5, 10),
      span('b', 'a', 2, 3),
      span('c', 'b', 3, 1),
      span('d', 'c', 4, 1),
    ]);
    expect(picture(tree)).toBe(['b cycle', '  c', '    d', '    a'].join('\n'));
  });
  it('cuts a span that is its own parent', () => {
    expect(picture(buildTree([span('a', 'a', 0, 1)]))).toBe('a cycle');
  });
  it('keeps every span of one id, and their children with the earliest', () => {
    const tree = buildTree([
      span('a', null, 0, 10),
      span('b', 'a', 2, 3),
      span('b', 'a', 1, 3),
      span('c', 'b', 4, 1),
    ]);
    expect(picture(tree)).toBe(['a', '  b', '    c', '  b~2 duplicate-id'].join('\n'));
  });
  it('keeps a duplicate that names itself as parent', () => {
    const tree = buildTree([span('a', null, 0, 9), span('a', 'a', 1, 2)]);
    expect(picture(tree)).toBe(['a', '  a~2 duplicate-id'].join('\n'));
  });
  it('shows several roots', () => {
    const tree = buildTree([span('a', null, 0, 1), span('b', null, 5, 1)]);
    expect(picture(tree)).toBe(['a', 'b extra-root'].join('\n'));
    expect(tree.flaws).toEqual(new Map([['extra-root', 1]]));
  });
  it('knows a further root also when the first one ends before it starts', () => {
    const tree = buildTree([span('a', null, 0, -1), span('b', null, 5, 1)]);
    expect(picture(tree)).toBe(['a negative-duration', 'b extra-root'].join('\n'));
  });
  it('measures from the earliest start to the latest end, with an end before the start', () => {
    const tree = buildTree([span('a', null, 10, -4), span('b', 'a', 12, 0)]);
    expect(picture(tree)).toBe(['a negative-duration', '  b'].join('\n'));
    expect(tree.durationMs).toBe(2);
  });
  it('is empty without spans', () => {
    expect(buildTree([])).toMatchObject({ roots: [], durationMs: 0 });
  });
});

describe('large traces', () => {
  it('does not run out of stack on a chain of 20,000, and bounds the indentation', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) =>
      span(`s${at}`, at === 0 ? null : `s${at - 1}`, at, 1),
    );
    const tree = buildTree(chain);
    const rows = visibleRows(tree, new Set());
    expect(rows).toHaveLength(20_000);
    expect(rows.at(-1)!.depth).toBe(19_999);
    expect(rows.at(-1)!.lines).toHaveLength(DEEPEST_INDENT);
    expect(tree.roots[0]!.below).toBe(19_999);
  });
});
