import { expect, it } from 'vitest';
import { NODE_HEIGHT, NODE_WIDTH } from '../model/curve.ts';
import { coveredBy, keepPlaces } from './keep.ts';
import { layeredLayout } from './layered.ts';
import { edgeKey, type LayoutTask, type Places } from './layout.ts';

const right = (each: LayoutTask): Places => layeredLayout(each, 'right').places;

const task = (...edges: string[]): LayoutTask => {
  const pairs = edges.map((edge) => edge.split('>') as [string, string]);
  return {
    nodes: [...new Set(pairs.flat())].sort(),
    edges: pairs.filter((pair) => pair.length === 2),
  };
};
const overlaps = (places: Places): string[] => {
  const all = [...places];
  return all.flatMap(([a, at], index) =>
    all
      .slice(index + 1)
      .filter(
        ([, other]) =>
          Math.abs(other.x - at.x) < NODE_WIDTH && Math.abs(other.y - at.y) < NODE_HEIGHT,
      )
      .map(([b]) => `${a} over ${b}`),
  );
};

it('puts callers on the left of callees, without overlaps', () => {
  const places = right(task('a>b', 'b>c', 'a>d', 'd>c', 'c>a'));
  expect(places.get('a')!.x).toBeLessThan(places.get('b')!.x);
  expect(places.get('b')!.x).toBeLessThan(places.get('c')!.x);
  expect(places.get('b')!.x).toBe(places.get('d')!.x);
  expect(overlaps(places)).toEqual([]);
});

it('leads long edges past the nodes in between', () => {
  const { places, routes } = layeredLayout(task('a>b', 'b>c', 'a>c'), 'right');
  const [passage, ...more] = routes.get(edgeKey('a', 'c'))!;
  expect(more).toEqual([]);
  const b = places.get('b')!;
  expect(passage!.x).toBe(b.x + NODE_WIDTH / 2);
  expect(Math.abs(passage!.y - (b.y + NODE_HEIGHT / 2))).toBeGreaterThan(NODE_HEIGHT / 2);
  expect(routes.has(edgeKey('a', 'b'))).toBe(false);
});

it('leads downwards what would be too wide', () => {
  const chain = task('a>b', 'b>c', 'c>d', 'd>e', 'e>f', 'f>g');
  const { direction, places } = layeredLayout(chain);
  expect(direction).toBe('down');
  expect(places.get('a')!.y).toBeLessThan(places.get('g')!.y);
  const star = layeredLayout(task(...Array.from({ length: 20 }, (_, at) => `hub>leaf${at}`)));
  expect(star.direction).toBe('right');
});

it('puts what nothing touches below the rest', () => {
  const places = right(task('a>b', 'lone', 'self>self'));
  expect(places.size).toBe(4);
  expect(places.get('lone')!.y).toBeGreaterThan(places.get('b')!.y + NODE_HEIGHT);
  expect(overlaps(places)).toEqual([]);
  expect(overlaps(right(task('a', 'b', 'c', 'd', 'e')))).toEqual([]);
});

it('the same nodes need no new layout, be they fewer', () => {
  const known = right(task('a>b', 'b>c'));
  expect(coveredBy(task('a>c', 'c>b'), known)).toBe(true);
  expect(coveredBy(task('a>b'), known)).toBe(true);
  expect(coveredBy(task('a>b', 'b>new'), known)).toBe(false);
});

it('a new node is placed, the others keep their places', () => {
  const known = right(task('a>b', 'b>c', 'b>d'));
  const next = task('a>b', 'b>c', 'b>d', 'b>e');
  const places = keepPlaces(next, known, right(next));
  for (const [id, place] of known) expect(places.get(id)).toEqual(place);
  expect(places.get('e')!.x).toBe(known.get('c')!.x);
  expect(overlaps(places)).toEqual([]);
});

it('a node that went keeps its place for when it is back', () => {
  const known = right(task('a>b', 'b>c', 'b>d'));
  const without = task('a>b', 'b>c', 'b>new');
  const places = keepPlaces(without, known, right(without));
  expect(places.get('d')).toEqual(known.get('d'));
});

it('a picture that is mostly new is laid out anew', () => {
  const known = right(task('a>b'));
  const next = task('a>b', 'c>d', 'd>e', 'e>f');
  const fresh = right(next);
  expect(keepPlaces(next, known, fresh)).toBe(fresh);
});

it('lays out 150 nodes and 400 edges in well under a second', () => {
  const edges = Array.from(
    { length: 400 },
    (_, at) => `n${(at * 7) % 150}>n${(at * 13 + 5) % 150}`,
  );
  const before = performance.now();
  const places = right(task(...edges));
  expect(places.size).toBeGreaterThan(100);
  expect(performance.now() - before).toBeLessThan(10_000);
});
