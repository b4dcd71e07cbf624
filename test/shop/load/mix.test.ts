import { expect, it } from 'vitest';
import { nextVisit, seededRandom } from './mix.ts';

const visits = (seed: number, count = 1_000) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => nextVisit(random));
};

it('is the same for the same seed, and another for another', () => {
  expect(visits(7, 50)).toEqual(visits(7, 50));
  expect(visits(7, 50)).not.toEqual(visits(8, 50));
});

it('mixes lists, product pages and orders', () => {
  const of = (path: string) => visits(1).filter((visit) => visit.path === path).length;
  expect(of('/products')).toBeGreaterThan(300);
  expect(of('/products/teapot')).toBeGreaterThan(10);
  expect(of('/checkout')).toBeGreaterThan(300);
});
