import { expect, it } from 'vitest';
import { allIsNew, changedFirst, changesOf } from './changes.ts';
import { compared, drawn } from './fixtures.ts';
import { edgeId } from './graph.ts';

const shop = drawn(`
  gateway → catalogue
  gateway → checkout
  checkout → payment
  payment → db
`);
const before = { requestsPerSecond: 2, errorRate: 0, p95Ms: 12 };
const list = (...differences: Parameters<typeof compared>[1]): string[] =>
  changesOf(compared(shop, differences)).map(({ id }) => id);

it('without a comparison nothing has changed', () => {
  expect(changesOf(shop)).toEqual([]);
});

it('puts more errors first, then what is gone, new, slower, busier, and what got better', () => {
  expect(
    list(
      { id: 'gateway', change: 'changed', before: { ...before, errorRate: 0.2 } },
      { id: 'gateway→catalogue:http', change: 'changed', before: { ...before, p95Ms: 6 } },
      { id: 'catalogue', change: 'changed', before: { ...before, requestsPerSecond: 4 } },
      { id: 'checkout→payment:http', change: 'gone', before },
      { id: 'gateway→checkout:http', change: 'new' },
      { id: 'payment', change: 'changed', errorRate: 0.3, before },
    ),
  ).toEqual([
    'payment',
    'checkout→payment:http',
    'gateway→checkout:http',
    'gateway→catalogue:http',
    'catalogue',
    'gateway',
  ]);
});

it('of two alike the busier counts more', () => {
  const slow = { change: 'changed', before: { ...before, p95Ms: 3 } } as const;
  expect(
    list({ ...slow, id: 'catalogue' }, { ...slow, id: 'checkout', requestsPerSecond: 800 }),
  ).toEqual(['checkout', 'catalogue']);
});

it('a node that is new tells of its connections, but not of those that got slower', () => {
  expect(
    list(
      { id: 'db', change: 'new' },
      { id: 'payment→db:http', change: 'new' },
      { id: 'checkout→payment:http', change: 'new' },
    ),
  ).toEqual(['checkout→payment:http', 'db']);
  expect(shop.edges.map(edgeId)).toContain('payment→db:http');
});

it('where nothing was before, there is nothing to compare with', () => {
  expect(allIsNew(shop)).toBe(false);
  const all = shop.nodes.map(({ id }) => ({ id, change: 'new' as const }));
  expect(allIsNew(compared(shop, all))).toBe(true);
  expect(allIsNew(compared(shop, all.slice(1)))).toBe(false);
});

it('a table has what has changed first', () => {
  const { nodes } = compared(shop, [{ id: 'payment', change: 'gone' }]);
  expect(changedFirst(nodes).map(({ id }) => id)).toEqual([
    'payment',
    'catalogue',
    'checkout',
    'db',
    'gateway',
  ]);
});
