import { expect, it } from 'vitest';
import { STOCK } from '../database/schema.ts';
import { visitOf } from './visit.ts';

const visits = (seed: number, count = 1_000) =>
  Array.from({ length: count }, (_, number) => visitOf(seed, number));

it('is the same for the same seed, and another for another', () => {
  expect(visits(7, 50)).toEqual(visits(7, 50));
  expect(visits(7, 50)).not.toEqual(visits(8, 50));
});

it('looks around, then fills a cart, then buys it; some leave before', () => {
  const all = visits(1);
  expect(all.every(([first]) => first?.path.startsWith('/products'))).toBe(true);
  const filled = all.filter((steps) => steps.some(({ path }) => path.endsWith('/items')));
  const bought = all.filter((steps) => steps.at(-1)?.path === '/checkout');
  expect(filled.length).toBeGreaterThan(750);
  expect(filled.length).toBeLessThan(850);
  expect(bought.length).toBeGreaterThan(600);
  expect(bought.length).toBeLessThan(filled.length);
  for (const steps of bought) {
    const purchase = steps.at(-1)?.body as { cart: string } | undefined;
    expect(steps.some(({ path }) => path === `/carts/${purchase?.cart}/items`)).toBe(true);
  }
});

it('puts into the cart only what is sold; few cards are refused, few links are old', () => {
  const steps = visits(1).flat();
  const sold = new Set<unknown>(STOCK.map(([id]) => id));
  const bodies = steps.map(({ body }) => body as Record<string, unknown> | undefined);
  const products = bodies.flatMap((body) => body?.['product'] ?? []);
  expect(products.every((product) => sold.has(product))).toBe(true);
  const refused = bodies.filter((body) => String(body?.['card'] ?? 'visa') !== 'visa').length;
  expect(refused).toBeGreaterThan(3);
  expect(refused).toBeLessThan(40);
  const old = steps.filter(({ path }) => path === '/products/darjeeling-2019').length;
  expect(old).toBeGreaterThan(10);
  expect(old).toBeLessThan(100);
});
