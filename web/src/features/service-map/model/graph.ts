import type { MapEdge, MapNode } from '../api/queries.ts';

export type { MapEdge, MapNode };

export interface MapGraph {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

/** What is open: a node, or an edge with both of its ends. */
export type Selection =
  | { readonly kind: 'node'; readonly node: MapNode }
  | {
      readonly kind: 'edge';
      readonly edge: MapEdge;
      readonly source: MapNode;
      readonly target: MapNode;
    };

/** Two nodes may be joined twice: by calls and by messages. */
export const edgeId = ({ source, target, kind }: Pick<MapEdge, 'source' | 'target' | 'kind'>) =>
  `${source}→${target}:${kind}`;

export function findSelection(graph: MapGraph, id: string | undefined): Selection | undefined {
  if (id === undefined) return undefined;
  const node = graph.nodes.find((each) => each.id === id);
  if (node) return { kind: 'node', node };
  const edge = graph.edges.find((each) => edgeId(each) === id);
  const source = edge && graph.nodes.find((each) => each.id === edge.source);
  const target = edge && graph.nodes.find((each) => each.id === edge.target);
  return edge && source && target && { kind: 'edge', edge, source, target };
}

/** Ids of what is lit when a node or edge is: itself, what touches it and the other ends. */
export function litBy(graph: MapGraph, id: string | undefined): ReadonlySet<string> | undefined {
  if (id === undefined) return undefined;
  const lit = new Set<string>();
  for (const edge of graph.edges) {
    const own = edgeId(edge);
    if (own !== id && edge.source !== id && edge.target !== id) continue;
    lit.add(own).add(edge.source).add(edge.target);
  }
  if (graph.nodes.some((node) => node.id === id)) lit.add(id);
  return lit.size === 0 ? undefined : lit;
}

/** A node, its neighbours within one hop, and the edges that touch the node. */
export function focusOn(graph: MapGraph, id: string | undefined): MapGraph {
  if (id === undefined || !graph.nodes.some((node) => node.id === id)) return graph;
  const edges = graph.edges.filter(({ source, target }) => source === id || target === id);
  const near = new Set([id, ...edges.flatMap(({ source, target }) => [source, target])]);
  return { nodes: graph.nodes.filter((node) => near.has(node.id)), edges };
}

export interface Dependency {
  readonly edge: MapEdge;
  readonly other: MapNode;
}

/** Who calls a node and whom it calls, the busiest first. */
export function dependenciesOf(
  graph: MapGraph,
  id: string,
): { readonly callers: Dependency[]; readonly callees: Dependency[] } {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const pick = (own: 'source' | 'target', far: 'source' | 'target'): Dependency[] =>
    graph.edges
      .filter((edge) => edge[own] === id)
      .flatMap((edge) => {
        const other = nodes.get(edge[far]);
        return other ? [{ edge, other }] : [];
      })
      .sort((a, b) => b.edge.requests - a.edge.requests);
  return { callers: pick('target', 'source'), callees: pick('source', 'target') };
}

/** Keeps edges whose ends are both there, and nodes in an order that does not depend on the answer. */
export function readGraph(answer: MapGraph): MapGraph {
  const ids = new Set(answer.nodes.map(({ id }) => id));
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return {
    nodes: [...answer.nodes].sort((a, b) => byText(a.id, b.id)),
    edges: answer.edges
      .filter(({ source, target }) => ids.has(source) && ids.has(target))
      .sort((a, b) => byText(edgeId(a), edgeId(b))),
  };
}

const HEALTH_RANK: Record<string, number> = { unhealthy: 3, degraded: 2, healthy: 1 };

/** For tables: the sick first, then the busiest. */
export const bySickness = (nodes: readonly MapNode[]): MapNode[] =>
  [...nodes].sort(
    (a, b) =>
      (HEALTH_RANK[b.health] ?? 0) - (HEALTH_RANK[a.health] ?? 0) || b.requests - a.requests,
  );

/** For tables: the share of errors first, then the busiest. */
export const byErrors = (edges: readonly MapEdge[]): MapEdge[] =>
  [...edges].sort((a, b) => errorRate(b) - errorRate(a) || b.requests - a.requests);

/** 0 to 1; what has no requests has no errors. */
export const errorRate = ({ requests, errors }: { requests: number; errors: number }): number =>
  requests > 0 ? errors / requests : 0;
