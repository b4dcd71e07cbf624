import { describe, expect, it } from 'vitest';
import { levelsOf, openLevels, toggleSubtree } from './collapse.ts';
import { BRANCHES, drawn, logRecord } from './fixtures.ts';
import { placeLogs } from './logs.ts';
import { visibleRows } from './rows.ts';
import { findSkew } from './skew.ts';
import { buildTree, type TraceTree } from './tree.ts';

const tree = buildTree(drawn(BRANCHES));

describe('levels', () => {
  const shown = (collapsed: ReadonlySet<string>): string =>
    visibleRows(tree, collapsed)
      .map(({ key }) => key)
      .join('');
  it('are opened as many as wanted', () => {
    expect(levelsOf(tree)).toBe(3);
    expect(shown(openLevels(tree, 1))).toBe('a');
    expect(shown(openLevels(tree, 2))).toBe('abe');
    expect(shown(openLevels(tree, Infinity))).toBe('abcdef');
  });
  it('of one span are closed together, and opened together', () => {
    const root = tree.roots[0]!;
    const closed = toggleSubtree(new Set(), root);
    expect(shown(closed)).toBe('a');
    expect(closed.size).toBe(3);
    expect(toggleSubtree(new Set(['e']), root).size).toBe(0);
    expect(shown(toggleSubtree(new Set(), tree.byKey.get('b')!))).toBe('abef');
  });
});

describe('log records in place', () => {
  const records = [
    logRecord('b', 35, 'in b'),
    logRecord('a', 5, 'before b'),
    logRecord('c', 25, 'in c'),
    logRecord(null, 55, 'of no span'),
    logRecord('unknown', -3, 'of a span that has not arrived'),
  ];
  const rows = (of: TraceTree, collapsed: string[] = []): string[] => {
    const logs = placeLogs(records, of, findSkew([]));
    return visibleRows(of, new Set(collapsed), logs).map((row) =>
      row.kind === 'log'
        ? `${'  '.repeat(row.depth)}${String(row.placed.log.body)} ${row.placed.offsetMs}`
        : `${'  '.repeat(row.depth)}${row.key}`,
    );
  };
  it('stand between the spans at their time', () => {
    expect(rows(tree)).toEqual([
      'of a span that has not arrived -3',
      'a',
      '  before b 5',
      '  b',
      '    c',
      '      in c 25',
      '    d',
      '    in b 35',
      '  e',
      '    f',
      'of no span 55',
    ]);
  });
  it('are hidden with their span’s children', () => {
    expect(rows(tree, ['b'])).not.toContain('    in b 35');
    expect(rows(tree, ['b'])).toContain('  before b 5');
  });
  it('move with the clock of their span', () => {
    const spans = drawn('call 0-20 client @a-1\n  pay 105-115 server @b-1');
    const skew = findSkew(spans);
    const moved = buildTree(spans, skew.shiftMsOf);
    const { ofSpan, loose } = placeLogs(
      [logRecord('pay', 110, 'x'), logRecord(null, 110, 'y'), logRecord('call', 7, 'z')],
      moved,
      skew,
    );
    expect(ofSpan.get('pay')![0]!.offsetMs).toBe(10);
    expect(ofSpan.get('call')![0]!.offsetMs).toBe(7);
    expect(loose[0]!.offsetMs).toBe(110);
  });
});
