import { Graph, layout } from '@dagrejs/dagre';
import { NODE_HEIGHT, NODE_WIDTH, type Direction, type Place } from '../model/curve.ts';

/** What a layout needs to know of a map; plain, because it goes to a worker. */
export interface LayoutTask {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [source: string, target: string])[];
}

export type Places = ReadonlyMap<string, Place>;

export interface Layout {
  readonly direction: Direction;
  readonly places: Places;
}

// Between columns there is room for the figures of an edge; between rows they are one line.
const GAPS = {
  right: { rankdir: 'LR', nodesep: 24, ranksep: 116 },
  down: { rankdir: 'TB', nodesep: 28, ranksep: 66 },
} as const;
const BETWEEN = 26;
const BETWEEN_ISLANDS = 56;

/** Width by height of what the map is usually looked at in. */
const USUAL_SHAPE = 1.7;

/**
 * Callers first, callees after them; what nothing touches stands below, in rows. The direction is
 * the given one, else the one in which the whole is seen larger.
 */
export function layeredLayout(task: LayoutTask, direction?: Direction): Layout {
  if (direction !== undefined) return { direction, places: arrange(task, direction) };
  const [right, down] = (['right', 'down'] as const).map((each): Layout => ({
    direction: each,
    places: arrange(task, each),
  })) as [Layout, Layout];
  return extent(down.places) < extent(right.places) ? down : right;
}

/** The height of the smallest picture of the usual shape that holds everything. */
function extent(places: Places): number {
  const { right, bottom } = bounds(places);
  return Math.max(right / USUAL_SHAPE, bottom);
}

function bounds(places: Places): { right: number; bottom: number } {
  let [right, bottom] = [0, 0];
  for (const { x, y } of places.values()) {
    right = Math.max(right, x + NODE_WIDTH);
    bottom = Math.max(bottom, y + NODE_HEIGHT);
  }
  return { right, bottom };
}

function arrange({ nodes, edges }: LayoutTask, direction: Direction): Places {
  const joined = edges.filter(([source, target]) => source !== target);
  const touched = new Set(joined.flat());
  const graph = new Graph()
    // The network simplex ranker is slow on maps with many cycles.
    .setGraph({ ...GAPS[direction], ranker: 'tight-tree', edgesep: 12 })
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
  const { right, bottom } = bounds(places);
  const top = places.size === 0 ? 0 : bottom + BETWEEN_ISLANDS;
  const step = NODE_WIDTH + BETWEEN;
  const columns = Math.max(Math.floor(right / step), Math.ceil(Math.sqrt(islands.length)), 1);
  for (const [at, id] of islands.entries()) {
    places.set(id, {
      x: (at % columns) * step,
      y: top + Math.floor(at / columns) * (NODE_HEIGHT + BETWEEN),
    });
  }
  return places;
}
