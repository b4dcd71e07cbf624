import { expect, it } from 'vitest';
import { extentOf, type LayoutTask } from './layout.ts';
import { layeredLayout } from './layered.ts';
import { packed } from './packed.ts';

const task = (...edges: string[]): LayoutTask => {
  const pairs = edges.map((edge) => edge.split('>') as [string, string]);
  return { nodes: [...new Set(pairs.flat())].sort(), edges: pairs };
};

it('ranks by the fewest calls from where requests come in', () => {
  const places = packed(task('in>a', 'a>b', 'b>c', 'in>c', 'c>a'), 'right');
  const x = (id: string): number => places.get(id)!.x;
  expect(x('a')).toBe(x('c'));
  expect(x('in')).toBe(0);
  expect(x('b')).toBeGreaterThan(x('a'));
});

it('what is only called in a circle has a place too', () => {
  const places = packed(task('a>b', 'b>a', 'a>c'), 'down');
  expect(places.get('a')!.y).toBe(0);
  expect(places.get('b')!.y).toBe(places.get('c')!.y);
});

it('stands a long rank in lanes, without overlaps, beside what it is joined with', () => {
  const leaves = Array.from({ length: 60 }, (_, at) => `leaf${at}`);
  const places = packed(task(...leaves.map((leaf) => `hub>${leaf}`)), 'right');
  expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(61);
  expect(new Set([...places.values()].map(({ x }) => x)).size).toBeGreaterThan(3);
  expect(extentOf(places)).toBeLessThan(1500);
});

it('keeps together what is joined', () => {
  const places = packed(task('a>p', 'b>q', 'a>r', 'b>s', 'a>t', 'b>u'), 'right');
  const y = (id: string): number => places.get(id)!.y;
  const [first, second] = y('a') < y('b') ? ['prt', 'qsu'] : ['qsu', 'prt'];
  expect(Math.max(...[...first!].map(y))).toBeLessThanOrEqual(Math.min(...[...second!].map(y)));
});

it('is used where edges are too many for ways of their own', () => {
  const edges = Array.from({ length: 400 }, (_, at) => `n${at % 150}>n${(at * at + 7) % 150}`);
  const { places, routes } = layeredLayout(task(...edges));
  expect(routes.size).toBe(0);
  expect(extentOf(places)).toBeLessThan(2400);
});
