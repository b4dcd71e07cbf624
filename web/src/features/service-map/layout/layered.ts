import { Graph, layout } from '@dagrejs/dagre';
import { NODE_HEIGHT, NODE_WIDTH, type Place } from '../model/curve.ts';

/** What a layout needs to know of a map; plain, because it goes to a worker. */
export interface LayoutTask {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [source: string, target: string])[];
}

export type Places = ReadonlyMap<string, Place>;

const BETWEEN_ROWS = 22;
const BETWEEN_COLUMNS = 110;
const BETWEEN_ISLANDS = 60;

/** Callers on the left, callees on the right; what nothing touches stands below, in rows. */
export function layeredLayout({ nodes, edges }: LayoutTask): Places {
  const joined = edges.filter(([source, target]) => source !== target);
  const touched = new Set(joined.flat());
  const graph = new Graph()
    .setGraph({
      rankdir: 'LR',
      // The network simplex ranker is slow on maps with many cycles.
      ranker: 'tight-tree',
      nodesep: BETWEEN_ROWS,
      ranksep: BETWEEN_COLUMNS,
      edgesep: 12,
    })
    .setDefaultEdgeLabel(() => ({}));
  for (const id of nodes) {
    if (touched.has(id)) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  }
  for (const [source, target] of joined) graph.setEdge(source, target);
  const places = new Map<string, Place>();
  if (touched.size > 0) {
    layout(graph);
    for (const id of graph.nodes()) {
      const { x, y } = graph.node(id) as { x: number; y: number };
      places.set(id, {
        x: Math.round(x - NODE_WIDTH / 2),
        y: Math.round(y - NODE_HEIGHT / 2),
      });
    }
  }
  return withIslands(
    places,
    nodes.filter((id) => !touched.has(id)),
  );
}

function withIslands(places: Map<string, Place>, islands: readonly string[]): Places {
  let [right, bottom] = [0, 0];
  for (const { x, y } of places.values()) {
    right = Math.max(right, x + NODE_WIDTH);
    bottom = Math.max(bottom, y + NODE_HEIGHT + BETWEEN_ISLANDS);
  }
  const step = NODE_WIDTH + BETWEEN_ROWS;
  const columns = Math.max(Math.floor(right / step), Math.ceil(Math.sqrt(islands.length)), 1);
  for (const [at, id] of islands.entries()) {
    places.set(id, {
      x: (at % columns) * step,
      y: bottom + Math.floor(at / columns) * (NODE_HEIGHT + BETWEEN_ROWS),
    });
  }
  return places;
}
