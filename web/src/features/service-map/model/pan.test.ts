import { expect, it } from 'vitest';
import { NODE_WIDTH } from './curve.ts';
import { panToShow } from './pan.ts';

const size = { width: 800, height: 600 };
const still = { x: 0, y: 0, zoom: 1 };

it('does not move what is in view', () => {
  expect(panToShow({ x: 100, y: 100 }, still, size)).toBe(still);
});

it('moves as little as needed, in both directions', () => {
  expect(panToShow({ x: -100, y: 100 }, still, size)).toEqual({ x: 120, y: 0, zoom: 1 });
  const moved = panToShow({ x: 900, y: 100 }, still, size);
  expect(moved.x + 900 + NODE_WIDTH).toBe(800 - 20);
});

it('counts in the zoom', () => {
  const half = { x: 0, y: 0, zoom: 0.5 };
  expect(panToShow({ x: 900, y: 100 }, half, size)).toBe(half);
});
