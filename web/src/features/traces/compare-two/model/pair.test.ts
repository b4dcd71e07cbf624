import { expect, it } from 'vitest';
import { drawn } from '../../model/fixtures.ts';
import { buildTree } from '../../model/tree.ts';
import { differing, type Pair, pairTraces } from './pair.ts';

/** Spans of the drawings are named by the letter before a digit: `c1` and `c2` are both a `c`. */
const tree = (text: string) =>
  buildTree(drawn(text).map((span) => ({ ...span, name: span.spanId.replace(/\d+$/, '') })));

const picture = (pairs: readonly Pair[]): string =>
  pairs
    .map(({ name, depth, a, b, change }) => {
      const side = (of: typeof a): string => `${of.spans}×${of.totalMs}${of.errors > 0 ? '!' : ''}`;
      return `${'  '.repeat(depth)}${name} ${side(a)} ${side(b)} ${change}`;
    })
    .join('\n');

const before = tree(`
gateway     0-100
  cart      5-25
  pay      30-90
    bank   40-80
  mail     92-95
`);
const after = tree(`
gateway     0-290
  cart1     5-25
  cart2    26-46
  pay      50-280 !
    bank   60-100
    fraud 100-270
`);

it('matches spans by their path and says what is new, gone and changed', () => {
  expect(picture(pairTraces(before, after))).toBe(
    [
      'gateway 1×100 1×290 changed',
      '  cart 1×20 2×40 changed',
      '  pay 1×60 1×230! changed',
      '    bank 1×40 1×40 same',
      '    fraud 0×0 1×170 new',
      '  mail 1×3 0×0 gone',
    ].join('\n'),
  );
});

it('shows what differs with what is above it', () => {
  const a = tree('a 0-100\n  b 0-9\n    c 0-5\n  d 10-20\n    e 11-15');
  const b = tree('a 0-100\n  b 0-9\n    c 0-5\n  d 10-20\n    f 11-15');
  expect(differing(pairTraces(a, b)).map(({ name }) => name)).toEqual(['a', 'd', 'e', 'f']);
  expect(differing(pairTraces(a, a))).toEqual([]);
});

it('takes small differences for none', () => {
  const [pair] = pairTraces(tree('a 0-100'), tree('a 0-120'));
  expect(pair!.change).toBe('same');
  expect(pairTraces(tree('a 0-100'), tree('a 0-140'))[0]!.change).toBe('changed');
  expect(pairTraces(tree('a 0-0.2'), tree('a 0-0.9'))[0]!.change).toBe('same');
  expect(pairTraces(tree('a 0-100'), tree('a 0-100 !'))[0]!.change).toBe('changed');
});

it('compares with a trace that has nothing', () => {
  expect(pairTraces(before, buildTree([])).every(({ change }) => change === 'gone')).toBe(true);
});

it('does not run out of stack or memory on deep traces', () => {
  const deep = buildTree(
    Array.from({ length: 20_000 }, (_, at) => ({
      ...drawn('a 0-1')[0]!,
      spanId: `s${at}`,
      parentSpanId: at === 0 ? null : `s${at - 1}`,
    })),
  );
  expect(pairTraces(deep, deep)).toHaveLength(20_000);
});
