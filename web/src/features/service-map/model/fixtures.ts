import type { Compared } from './changes.ts';
import { edgeId, readGraph, type MapEdge, type MapGraph, type MapNode } from './graph.ts';

/** A map from lines `a → b` (calls) and `a ~ b` (messages), or a name alone; for tests. */
export function drawn(picture: string): MapGraph {
  const nodes = new Map<string, MapNode>();
  const edges: MapEdge[] = [];
  const add = (id: string): string => {
    nodes.set(id, node(id));
    return id;
  };
  for (const line of picture.trim().split('\n')) {
    const [, source, arrow, target] = /^\s*(\S+)(?:\s+(→|~)\s+(\S+))?\s*$/.exec(line)!;
    add(source!);
    if (target !== undefined) edges.push(edge(source!, add(target), arrow === '~'));
  }
  return readGraph({ nodes: [...nodes.values()], edges });
}

/** The same map with what a comparison says of some of its nodes and edges. */
export function compared(
  graph: MapGraph,
  differences: readonly ({ readonly id: string } & Partial<Compared>)[],
): MapGraph {
  const by = new Map(differences.map(({ id, ...difference }) => [id, difference]));
  return {
    nodes: graph.nodes.map((node) => ({ ...node, change: 'same', ...by.get(node.id) })),
    edges: graph.edges.map((edge) => ({ ...edge, change: 'same', ...by.get(edgeId(edge)) })),
  };
}

const node = (id: string): MapNode => ({
  id,
  service: id,
  kind: 'service',
  name: id,
  system: null,
  namespaces: [],
  environments: [],
  requests: 100,
  requestsPerSecond: 100 / 60,
  errors: 0,
  errorRate: 0,
  p95Ms: 12,
  health: 'healthy',
  healthReason: 'None failed.',
  change: null,
  changeReason: null,
  before: null,
});

const edge = (source: string, target: string, messages: boolean): MapEdge => ({
  source,
  target,
  kind: messages ? 'messaging' : 'http',
  requests: 100,
  errors: 0,
  errorRate: 0,
  requestsPerSecond: 100 / 60,
  p50Ms: 5,
  p95Ms: 12,
  p99Ms: 20,
  change: null,
  changeReason: null,
  before: null,
});
