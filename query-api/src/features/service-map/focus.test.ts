import { expect, it } from 'vitest';
import { neighbourhood } from './focus.ts';

const edges = [
  'web gateway',
  'gateway checkout',
  'gateway cart',
  'checkout payment',
  'cart payment',
  'payment ledger',
  'ledger payment',
].map((line) => {
  const [source = '', target = ''] = line.split(' ');
  return { source, target };
});
const nodes = ['web', 'gateway', 'checkout', 'cart', 'payment', 'ledger', 'lonely'].map((id) => ({
  id,
}));

const around = (focus: string, depth: number): string =>
  neighbourhood({ nodes, edges }, focus, depth)
    .nodes.map(({ id }) => id)
    .join(' ');

it.each([
  ['checkout', 1, 'gateway checkout payment'],
  ['checkout', 2, 'web gateway checkout payment ledger'],
  ['checkout', 3, 'web gateway checkout payment ledger'],
  ['payment', 1, 'checkout cart payment ledger'],
  ['lonely', 3, 'lonely'],
  ['nobody', 1, ''],
])('%s, %i away: %s', (focus, depth, expected) => {
  expect(around(focus, depth)).toBe(expected);
});

it('keeps the edges between those that are near', () => {
  const near = neighbourhood({ nodes, edges }, 'payment', 1).edges;
  expect(near.map(({ source, target }) => `${source} ${target}`)).toEqual([
    'checkout payment',
    'cart payment',
    'payment ledger',
    'ledger payment',
  ]);
});
