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

/** Of all visitors; of those who fill a cart; of those who buy; of the products looked at. */
const SHARE = { fill: 0.7, buy: 0.8, refused: 0.03, oldLink: 0.02 };
const THINK_MS = { least: 300, most: 2_500 };

/** What the visitor of that number does: the same for the same seed, whatever others do. */
export function visitOf(seed: number, number: number): readonly Step[] {
  const random = seededRandom(Math.imul(number + 1, 0x9e3779b1) ^ seed);
  const steps: Step[] = [{ thinkMs: 0, method: 'GET', path: '/products' }];
  const then = (step: Omit<Step, 'thinkMs'>): void => {
    steps.push({ thinkMs: between(random, THINK_MS.least, THINK_MS.most), ...step });
  };

  for (let looks = between(random, 1, 3); looks > 0; looks--) {
    const product = random() < SHARE.oldLink ? NOT_SOLD_ANY_MORE : popular(random);
    then({ method: 'GET', path: `/products/${product}` });
  }
  if (random() >= SHARE.fill) return steps;
  const cart = `c${(seed >>> 0).toString(36)}-${number.toString(36)}`;
  for (let items = between(random, 1, 2); items > 0; items--) {
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
