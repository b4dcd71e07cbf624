import { expect, it } from 'vitest';
import type { MapEdge, MapNode } from '../api/queries.ts';
import { dependenciesOf } from './dependencies.ts';

const node = (id: string, kind: MapNode['kind'] = 'service') =>
  ({ id, kind, service: kind === 'service' ? id.slice('service:'.length) : null }) as MapNode;
const edge = (source: string, target: string, requests: number) =>
  ({ source, target, requests }) as MapEdge;

const map = {
  nodes: [node('service:a'), node('service:b'), node('service:c'), node('db', 'database')],
  edges: [
    edge('service:a', 'service:b', 5),
    edge('service:c', 'service:b', 9),
    edge('service:b', 'db', 20),
    edge('service:b', 'gone', 1),
    edge('service:a', 'service:c', 1),
  ],
};

it('finds both directions, the busiest first, and nothing else', () => {
  const { callers, callees } = dependenciesOf(map, 'b');
  expect(callers.map(({ other }) => other.id)).toEqual(['service:c', 'service:a']);
  expect(callees.map(({ other }) => other.id)).toEqual(['db']);
});

it('is empty for what is not on the map', () => {
  expect(dependenciesOf(map, 'x')).toEqual({ callers: [], callees: [] });
});
