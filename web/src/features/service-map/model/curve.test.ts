import { expect, it } from 'vitest';
import {
  curveBetween,
  NODE_HEIGHT,
  NODE_WIDTH,
  pointOf,
  type Curve,
  type Direction,
} from './curve.ts';

const at = { x: 0, y: 0 };
const middle = { x: NODE_WIDTH / 2, y: NODE_HEIGHT / 2 };
const start = (x: number, y: number, direction: Direction): string =>
  curveBetween(at, { x, y }, direction).path.split(' ')[0]!;

it('to the right: leaves on the side where it goes', () => {
  expect(start(500, 900, 'right')).toBe(`M${NODE_WIDTH},${middle.y}`);
  expect(start(-500, 900, 'right')).toBe(`M0,${middle.y}`);
  expect(start(0, 200, 'right')).toBe(`M${NODE_WIDTH},${middle.y}`);
});

it('downwards: leaves at the bottom, or at the top when it leads back', () => {
  expect(start(900, 200, 'down')).toBe(`M${middle.x},${NODE_HEIGHT}`);
  expect(start(900, -200, 'down')).toBe(`M${middle.x},0`);
});

it('goes round outside within one column, and from a node to itself', () => {
  const half = (curve: Curve) => pointOf(curve.legs[0]!, 0.5);
  expect(half(curveBetween(at, { x: 0, y: 200 }, 'right')).x).toBeGreaterThan(NODE_WIDTH);
  expect(half(curveBetween(at, at, 'right')).x).toBeGreaterThan(NODE_WIDTH);
  expect(half(curveBetween(at, at, 'down')).y).toBeGreaterThan(NODE_HEIGHT);
});

it('passes the nodes in between straight, on either way', () => {
  const there = curveBetween(at, { x: 800, y: 0 }, 'right', [{ x: 500, y: 120 }]);
  expect(there.path).toContain(`${500 - NODE_WIDTH / 2},120 L${500 + NODE_WIDTH / 2},120`);
  expect(there.legs).toHaveLength(2);
  const back = curveBetween({ x: 800, y: 0 }, at, 'right', [{ x: 500, y: 120 }]);
  expect(back.path).toContain(`${500 + NODE_WIDTH / 2},120 L${500 - NODE_WIDTH / 2},120`);
  const down = curveBetween(at, { x: 0, y: 400 }, 'down', [{ x: 300, y: 200 }]);
  expect(down.path).toContain(`300,${200 - NODE_HEIGHT / 2} L300,${200 + NODE_HEIGHT / 2}`);
});
