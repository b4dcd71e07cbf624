import { describe, expect, it } from 'vitest';
import { BRANCHES, drawn, span } from './fixtures.ts';
import { layFlame, spanAt } from './flame.ts';
import { parentKey } from './rows.ts';
import { buildTree, type TraceTree } from './tree.ts';
import { readingOrder } from './walk.ts';

const tree = buildTree(drawn(BRANCHES));

describe('the flame view', () => {
  const lanes = (of: TraceTree): string[] =>
    layFlame(of, (key) => parentKey(of, key)).lanes.map((lane) =>
      lane.map(({ key }) => key).join(' '),
    );
  it('has children below their parents, and one above the other what ran at once', () => {
    expect(lanes(tree)).toEqual(['a', 'b e', 'c f', 'd']);
  });
  it('places every span, also children that begin before their parents, and several roots', () => {
    const odd = buildTree(drawn('a 50-60\n  b 0-20\nc 10-90\n  d 12-14\n  e 14-20'));
    expect(lanes(odd)).toEqual(['a', 'b', 'c', 'd e']);
  });
  it('never lets two spans of a lane overlap', () => {
    const many = Array.from({ length: 500 }, (_, at) =>
      span(`s${at}`, at === 0 ? null : `s${Math.floor(at / 3)}`, (at * 37) % 400, (at * 13) % 90),
    );
    const odd = buildTree(many);
    const flame = layFlame(odd, (key) => parentKey(odd, key));
    expect(flame.laneOf.size).toBe(500);
    for (const lane of flame.lanes) {
      for (const [at, node] of lane.entries()) {
        const next = lane[at + 1];
        if (next) expect(node.offsetMs + node.span.durationMs).toBeLessThanOrEqual(next.offsetMs);
      }
    }
    for (const { key } of readingOrder(odd)) {
      const parent = parentKey(odd, key);
      if (parent) expect(flame.laneOf.get(key)!).toBeGreaterThan(flame.laneOf.get(parent)!);
    }
  });
  it('knows what is under the pointer', () => {
    const lane = [tree.byKey.get('b')!, tree.byKey.get('e')!];
    expect(spanAt(lane, 30, 0)?.key).toBe('b');
    expect(spanAt(lane, 52, 3)?.key).toBe('b');
    expect(spanAt(lane, 58, 3)?.key).toBe('e');
    expect(spanAt(lane, 55, 3)).toBeUndefined();
    expect(spanAt([], 55, 3)).toBeUndefined();
  });
});
