export interface Visit {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

const CUSTOMERS = ['mina', 'jun', 'sora', 'haru', 'yuna', 'theo', 'ida', 'noor'];
const PRODUCTS = ['teapot', 'gaiwan', 'cup', 'whisk', 'kettle', 'sencha', 'oolong', 'matcha'];
/** Of all visits: the list, then product pages; the others buy. */
const SHARE = { list: 0.35, product: 0.3 };

/** The next visit of somebody; `random` answers numbers from 0 to 1. */
export function nextVisit(random: () => number): Visit {
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const kind = random();
  if (kind < SHARE.list) return { method: 'GET', path: '/products' };
  if (kind < SHARE.list + SHARE.product)
    return { method: 'GET', path: `/products/${one(PRODUCTS)}` };
  const items = Array.from({ length: 1 + Math.floor(random() * 2) }, () => ({
    product: one(PRODUCTS),
    quantity: 1 + Math.floor(random() * 3),
  }));
  return { method: 'POST', path: '/checkout', body: { customer: one(CUSTOMERS), items } };
}

/** The same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
