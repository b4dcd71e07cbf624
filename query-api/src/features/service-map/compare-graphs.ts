import { healthOf } from '../services/health.ts';
import { compareFigures } from './compare.ts';
import { byKindAndName, type Edge, type Graph, type Node } from './graph.ts';

const SILENT = { requests: 0, requestsPerSecond: 0, errors: 0, errorRate: null, p95Ms: null };

/** The graph, with what changed since the one before; what is gone is in it too. */
export function compareGraphs(before: Graph, now: Graph): Graph {
  const oldNodes = new Map(before.nodes.map((node) => [node.id, node]));
  const oldEdges = new Map(before.edges.map((edge) => [edgeKey(edge), edge]));
  const nodes = now.nodes.map((node): Node => {
    const old = oldNodes.get(node.id);
    oldNodes.delete(node.id);
    return { ...node, ...compareFigures(old, node) };
  });
  const edges = now.edges.map((edge): Edge => {
    const old = oldEdges.get(edgeKey(edge));
    oldEdges.delete(edgeKey(edge));
    return { ...edge, ...compareFigures(old, edge) };
  });
  for (const old of oldNodes.values()) {
    nodes.push({ ...old, ...SILENT, ...healthOf(0, 0), ...compareFigures(old, undefined) });
  }
  for (const old of oldEdges.values()) {
    edges.push({ ...old, ...SILENT, p50Ms: null, p99Ms: null, ...compareFigures(old, undefined) });
  }
  return {
    nodes: nodes.sort(byKindAndName),
    edges: edges.sort((a, b) => (edgeKey(a) < edgeKey(b) ? -1 : 1)),
  };
}

const edgeKey = ({ source, target, kind }: Edge): string => `${source}\n${target}\n${kind}`;
