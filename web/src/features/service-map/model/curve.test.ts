import { expect, it } from 'vitest';
import { curveBetween, NODE_HEIGHT, NODE_WIDTH, type Direction } from './curve.ts';

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
  expect(curveBetween(at, { x: 0, y: 200 }, 'right').labelX).toBeGreaterThan(NODE_WIDTH);
  expect(curveBetween(at, at, 'right').labelX).toBeGreaterThan(NODE_WIDTH);
  expect(curveBetween(at, at, 'down').labelY).toBeGreaterThan(NODE_HEIGHT);
});

it('has its label half way', () => {
  const curve = curveBetween(at, { x: 500, y: 100 }, 'right');
  expect(curve).toMatchObject({ labelX: (NODE_WIDTH + 500) / 2, labelY: 50 + NODE_HEIGHT / 2 });
});
