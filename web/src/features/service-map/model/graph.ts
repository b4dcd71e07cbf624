import type { AnsweredEdge, AnsweredNode } from '../api/queries.ts';

/** A node of the answer, or a group of them that is shown as one. */
export interface MapNode extends Omit<AnsweredNode, 'kind'> {
  readonly kind: AnsweredNode['kind'] | 'group';
  /** Of a group: what it holds. */
  readonly members?: readonly MapNode[];
}

/** A connection of the answer, or the sum of those between two groups. */
export interface MapEdge extends AnsweredEdge {
  /** Of a sum: what it is the sum of. */
  readonly parts?: readonly MapEdge[];
}

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

/**
 * What is at most `depth` calls away from a node: what it calls, and what that calls; who calls it,
 * and who calls those. Not the other callers of what it calls: they have nothing to do with it. The
 * API understands its `focus` in the same way.
 */
export function focusOn(graph: MapGraph, id: string | undefined, depth = 1): MapGraph {
  if (id === undefined || !graph.nodes.some((node) => node.id === id)) return graph;
  const near = new Set([
    ...reach(graph, id, depth, 'source', 'target'),
    ...reach(graph, id, depth, 'target', 'source'),
  ]);
  return {
    nodes: graph.nodes.filter((node) => near.has(node.id)),
    edges: graph.edges.filter(({ source, target }) => near.has(source) && near.has(target)),
  };
}

type End = 'source' | 'target';

function reach({ edges }: MapGraph, id: string, depth: number, own: End, far: End): Set<string> {
  const reached = new Set([id]);
  for (let step = 0; step < depth; step += 1) {
    const last = new Set(reached);
    for (const edge of edges) if (last.has(edge[own])) reached.add(edge[far]);
  }
  return reached;
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
  const pick = (own: End, far: End): Dependency[] =>
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
  [...edges].sort((a, b) => (b.errorRate ?? 0) - (a.errorRate ?? 0) || b.requests - a.requests);
