import { expect, it } from 'vitest';
import { dependenciesOf, edgeId, findSelection, focusOn, litBy, readGraph } from './graph.ts';
import { drawn } from './fixtures.ts';

const shop = drawn(`
  gateway → catalogue
  gateway → checkout
  checkout → payment
  checkout ~ worker
  payment → db
`);
const ids = (nodes: readonly { id: string }[]): string => nodes.map(({ id }) => id).join(' ');

it('a focus shows a node and its neighbours within one hop', () => {
  const near = focusOn(shop, 'checkout');
  expect(ids(near.nodes)).toBe('checkout gateway payment worker');
  expect(near.edges.map(edgeId)).toEqual([
    'checkout→payment:http',
    'checkout→worker:messaging',
    'gateway→checkout:http',
  ]);
});

it('a wider focus follows the calls both ways, and not the other callers of what is called', () => {
  expect(ids(focusOn(shop, 'payment').nodes)).toBe('checkout db payment');
  expect(ids(focusOn(shop, 'payment', 2).nodes)).toBe('checkout db gateway payment');
  expect(ids(focusOn(shop, 'gateway', 2).nodes)).toBe('catalogue checkout gateway payment worker');
  expect(ids(focusOn(drawn('a → b\nb → a\na → c\nx → c'), 'a', 3).nodes)).toBe('a b c');
});

it('a focus on what is not there shows everything', () => {
  expect(focusOn(shop, 'gone')).toBe(shop);
  expect(focusOn(shop, undefined)).toBe(shop);
});

it('lights what touches a node, and both ends of an edge', () => {
  expect([...litBy(shop, 'payment')!].sort()).toEqual([
    'checkout',
    'checkout→payment:http',
    'db',
    'payment',
    'payment→db:http',
  ]);
  expect(litBy(shop, 'checkout→worker:messaging')).toEqual(
    new Set(['checkout→worker:messaging', 'checkout', 'worker']),
  );
  expect(litBy(shop, 'gone')).toBeUndefined();
});

it('finds nodes and edges by their ids in the address', () => {
  expect(findSelection(shop, 'payment')).toMatchObject({ kind: 'node', node: { id: 'payment' } });
  expect(findSelection(shop, 'payment→db:http')).toMatchObject({
    kind: 'edge',
    source: { id: 'payment' },
    target: { id: 'db' },
  });
  expect(findSelection(shop, 'db→payment:http')).toBeUndefined();
});

it('lists dependencies, the busiest first', () => {
  const busy = { ...shop, edges: shop.edges.map((e) => ({ ...e, requests: e.target.length })) };
  const { callers, callees } = dependenciesOf(busy, 'checkout');
  expect(callers.map(({ other }) => other.id)).toEqual(['gateway']);
  expect(callees.map(({ other }) => other.id)).toEqual(['payment', 'worker']);
});

it('is in the same order whatever the order of the answer, without loose edges', () => {
  const loose = { ...shop.edges[0]!, target: 'nobody' };
  const turned = { nodes: [...shop.nodes].reverse(), edges: [...shop.edges, loose].reverse() };
  expect(readGraph(turned)).toEqual(shop);
});
