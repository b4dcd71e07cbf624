import { type Random, seededRandom } from './random.ts';

/** A request of a visitor, after some thought. */
export interface Step {
  readonly thinkMs: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

const CUSTOMERS = ['mina', 'jun', 'sora', 'haru', 'yuna', 'theo', 'ida', 'noor'];
/** With those that are looked for most first. */
const PRODUCTS = [
  'sencha',
  'matcha',
  'oolong',
  'assam',
  'teapot',
  'jasmine',
  'barley',
  'cup',
  'whisk',
  'gaiwan',
  'kettle',
  'gyokuro',
  'puerh',
];
/** Somebody still has a link to it. */
const NOT_SOLD_ANY_MORE = 'darjeeling-2019';
const REFUSED_CARDS = ['visa-expired', 'visa-empty', 'visa-stolen'];

/**
 * Of all visitors, those who begin with the list, and those who fill a cart; of these, those who
 * fill it with two things, and those who buy; of these, those whose card is refused; of the products
 * that are looked at, those that are gone.
 */
const SHARE = { list: 0.4, fill: 0.8, two: 0.2, buy: 0.85, refused: 0.03, oldLink: 0.02 };
const THINK_MS = { least: 300, most: 2_500 };

/** What the visitor of that number does: the same for the same seed, whatever others do. */
export function visitOf(seed: number, number: number): readonly Step[] {
  const random = seededRandom(Math.imul(number + 1, 0x9e3779b1) ^ seed);
  const steps: Step[] = [];
  const then = (step: Omit<Step, 'thinkMs'>): void => {
    const thinkMs = steps.length === 0 ? 0 : between(random, THINK_MS.least, THINK_MS.most);
    steps.push({ thinkMs, ...step });
  };

  if (random() < SHARE.list) then({ method: 'GET', path: '/products' });
  for (let looks = between(random, 1, 2); looks > 0; looks--) {
    const product = random() < SHARE.oldLink ? NOT_SOLD_ANY_MORE : popular(random);
    then({ method: 'GET', path: `/products/${product}` });
  }
  if (random() >= SHARE.fill) return steps;
  const cart = `c${(seed >>> 0).toString(36)}-${number.toString(36)}`;
  for (let items = random() < SHARE.two ? 2 : 1; items > 0; items--) {
    const body = { product: popular(random), quantity: between(random, 1, 3) };
    then({ method: 'POST', path: `/carts/${cart}/items`, body });
  }
  if (random() >= SHARE.buy) return steps;
  const card = random() < SHARE.refused ? one(random, REFUSED_CARDS) : 'visa';
  then({
    method: 'POST',
    path: '/checkout',
    body: { customer: one(random, CUSTOMERS), cart, card },
  });
  return steps;
}

const between = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));
const one = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
const popular = (random: Random): string =>
  PRODUCTS[Math.floor(random() ** 2 * PRODUCTS.length)] as string;
