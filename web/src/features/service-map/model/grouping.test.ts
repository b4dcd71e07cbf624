import { expect, it } from 'vitest';
import { drawn } from './fixtures.ts';
import { edgeId, type MapGraph, type MapNode } from './graph.ts';
import { groupAbove, groupAround, groupHolding } from './grouping.ts';

const shop = drawn(`
  web-gateway → shop-orders
  web-gateway → shop-stock
  web-login → shop-orders
  shop-orders ~ topic
  shop-stock → orders-db
  shop-orders → orders-db
  web-login → users-db
  web-gateway → cache
  shop-stock → cache
`);
const dependencies: Partial<Record<string, MapNode['kind']>> = {
  topic: 'messaging',
  'orders-db': 'database',
  'users-db': 'database',
  cache: 'database',
};
const graph: MapGraph = {
  ...shop,
  nodes: shop.nodes.map((node) => {
    const kind = dependencies[node.id];
    return kind ? { ...node, kind, service: null } : node;
  }),
};
const inNamespaces = (of: MapGraph, namespaceOf: (id: string) => string | undefined): MapGraph => ({
  ...of,
  nodes: of.nodes.map((node) => {
    const namespace = node.service === null ? undefined : namespaceOf(node.id);
    return { ...node, namespaces: namespace === undefined ? [] : [namespace] };
  }),
});
const shown = (of: MapGraph): string[] =>
  of.nodes.map(({ id, members }) =>
    members ? `${id}(${members.map((member) => member.id).join(' ')})` : id,
  );

it('a map that is small enough stays as it is', () => {
  expect(groupAbove(graph, 8, undefined)).toBe(graph);
});

it('groups by the beginning of the names, with what only one group uses', () => {
  const grouped = groupAbove(graph, 4, undefined);
  expect(shown(grouped).sort()).toEqual([
    'cache',
    'group:name1=shop(orders-db shop-orders shop-stock topic)',
    'group:name1=web(users-db web-gateway web-login)',
  ]);
  expect(grouped.edges.map(edgeId).sort()).toEqual([
    'group:name1=shop→cache:http',
    'group:name1=web→cache:http',
    'group:name1=web→group:name1=shop:http',
  ]);
});

it('prefers namespaces, where most services have one', () => {
  const namespaces: Record<string, string> = {
    'web-gateway': 'eu',
    'shop-orders': 'eu',
    'shop-stock': 'us',
  };
  const all = inNamespaces(graph, (id) => namespaces[id]);
  expect(shown(groupAbove(all, 6, undefined)).sort()).toEqual([
    'group:kind=database(cache orders-db users-db)',
    'group:namespace=eu(shop-orders topic web-gateway)',
    'shop-stock',
    'web-login',
  ]);
});

it('an open group is its members, and its connections are theirs', () => {
  const open = groupAbove(graph, 4, 'group:name1=shop');
  expect(shown(open).sort()).toEqual([
    'cache',
    'group:name1=web(users-db web-gateway web-login)',
    'orders-db',
    'shop-orders',
    'shop-stock',
    'topic',
  ]);
  const toOrders = open.edges.find(({ target }) => target === 'shop-orders')!;
  expect(toOrders).toMatchObject({ source: 'group:name1=web', requests: 200, errorRate: 0 });
  expect(toOrders.parts!.map(({ source }) => source)).toEqual(['web-gateway', 'web-login']);
});

it('a group that is too large opens into smaller ones', () => {
  const names = Array.from({ length: 60 }, (_, at) => `shop-${'abc'[at % 3]}-${at}`);
  const large = drawn([...names, 'web-one', 'web-two'].join('\n'));
  const open = groupAbove(large, 20, 'group:name1=shop');
  expect(shown(open).map((id) => id.replace(/\(.*/, ''))).toEqual([
    'group:name1=shop/name2=shop-a',
    'group:name1=shop/name2=shop-b',
    'group:name1=shop/name2=shop-c',
    'group:name1=web',
  ]);
  expect(groupHolding(open, 'shop-a-0')).toBe('group:name1=shop/name2=shop-a');
  expect(groupAround('group:name1=shop/name2=shop-a')).toBe('group:name1=shop');
  const innermost = groupAbove(large, 20, 'group:name1=shop/name2=shop-a');
  expect(innermost.nodes).toHaveLength(20 + 3);
  expect(groupHolding(innermost, 'shop-a-0')).toBeUndefined();
});

it('names that share nothing are grouped as in a telephone book', () => {
  const names = Array.from({ length: 400 }, (_, at) => `svc${String(at).padStart(3, '0')}`);
  const grouped = groupAbove(drawn(names.join('\n')), 150, undefined);
  expect(grouped.nodes).toHaveLength(20);
  expect(grouped.nodes[1]!.name).toBe('svc020 … svc039');
});

it('a group has the worst health of its members, their sums and their highest quantile', () => {
  const sick = {
    ...graph,
    nodes: graph.nodes.map((node) =>
      node.id === 'shop-stock'
        ? {
            ...node,
            health: 'unhealthy' as const,
            healthReason: 'A fifth failed.',
            errors: 20,
            p95Ms: 90,
          }
        : node,
    ),
  };
  const group = groupAbove(sick, 4, undefined).nodes.find(({ name }) => name === 'shop')!;
  expect(group).toMatchObject({
    kind: 'group',
    health: 'unhealthy',
    healthReason: '1 of 4 is sick: shop-stock. A fifth failed.',
    requests: 400,
    errors: 20,
    errorRate: 0.05,
    p95Ms: 90,
    change: null,
  });
});

it('a group says what is new, gone and changed in it', () => {
  const changed = (changes: Partial<Record<string, MapNode['change']>>) =>
    groupAbove(
      {
        ...graph,
        nodes: graph.nodes.map((node) => ({ ...node, change: changes[node.id] ?? 'same' })),
      },
      4,
      undefined,
    ).nodes.find(({ name }) => name === 'web')!;
  expect(changed({})).toMatchObject({ change: 'same' });
  expect(changed({ 'web-login': 'new', 'users-db': 'new' })).toMatchObject({
    change: 'changed',
    changeReason: '2 new',
  });
  expect(changed({ 'web-login': 'gone', 'users-db': 'gone', 'web-gateway': 'gone' })).toMatchObject(
    { change: 'gone' },
  );
});
