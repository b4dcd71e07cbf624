import type { MapEdge, MapNode, ServiceMap } from '../api/queries.ts';

export interface Dependency {
  readonly edge: MapEdge;
  readonly other: MapNode;
}

export interface Dependencies {
  readonly callers: readonly Dependency[];
  readonly callees: readonly Dependency[];
}

/** Who calls a service and what it calls, the busiest first. */
export function dependenciesOf(
  { nodes, edges }: Pick<ServiceMap, 'nodes' | 'edges'>,
  service: string,
): Dependencies {
  const own = nodes.find((node) => node.kind === 'service' && node.service === service);
  if (own === undefined) return { callers: [], callees: [] };
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const pick = (near: 'source' | 'target', far: 'source' | 'target'): Dependency[] =>
    edges
      .filter((edge) => edge[near] === own.id)
      .flatMap((edge) => {
        const other = byId.get(edge[far]);
        return other ? [{ edge, other }] : [];
      })
      .sort((a, b) => b.edge.requests - a.edge.requests);
  return { callers: pick('target', 'source'), callees: pick('source', 'target') };
}
