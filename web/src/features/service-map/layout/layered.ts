import { Graph, layout } from '@dagrejs/dagre';
import { MOST_LABELS } from '../model/figures.ts';
import { NODE_HEIGHT, NODE_WIDTH, type Direction, type Place } from '../model/curve.ts';

/** What a layout needs to know of a map; plain, because it goes to a worker. */
export interface LayoutTask {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [source: string, target: string])[];
}

export type Places = ReadonlyMap<string, Place>;

/** By {@link edgeKey}: the middles of the passages that long edges take between other nodes. */
export type Routes = ReadonlyMap<string, readonly Place[]>;

export interface Layout {
  readonly direction: Direction;
  readonly places: Places;
  readonly routes: Routes;
}

export const edgeKey = (source: string, target: string): string => JSON.stringify([source, target]);

// Between columns there is room for the figures of an edge; between rows they are one line.
const GAPS = {
  right: { rankdir: 'LR', nodesep: 24, ranksep: 116 },
  down: { rankdir: 'TB', nodesep: 28, ranksep: 66 },
} as const;
/** Between columns where no figures are written. */
const NARROW = { right: { ranksep: 84 }, down: { ranksep: 58 } } as const;
const BETWEEN = 26;
const BETWEEN_ISLANDS = 56;

/** Width by height of what the map is usually looked at in. */
const USUAL_SHAPE = 1.7;

/**
 * Callers first, callees after them; what nothing touches stands below, in rows. The direction is
 * the given one, else the one in which the whole is seen larger.
 */
export function layeredLayout(task: LayoutTask, direction?: Direction): Layout {
  if (direction !== undefined) return arrange(task, direction);
  const right = arrange(task, 'right');
  const down = arrange(task, 'down');
  return extent(down) < extent(right) ? down : right;
}

/** The height of the smallest picture of the usual shape that holds everything. */
function extent(layout: Layout): number {
  const { left, top, right, bottom } = boundsOf(layout);
  return Math.max((right - left) / USUAL_SHAPE, bottom - top);
}

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What nodes and long edges take up. */
export function boundsOf({ places, routes }: Pick<Layout, 'places' | 'routes'>): Bounds {
  let [left, top, right, bottom] = [0, 0, 0, 0];
  const hold = (x: number, y: number, width: number, height: number): void => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  };
  for (const { x, y } of places.values()) hold(x, y, NODE_WIDTH, NODE_HEIGHT);
  for (const { x, y } of [...routes.values()].flat()) hold(x, y, 0, 0);
  return { left, top, right, bottom };
}

function arrange({ nodes, edges }: LayoutTask, direction: Direction): Layout {
  const axis = direction === 'right' ? 'x' : 'y';
  const joined = edges.filter(([source, target]) => source !== target);
  const touched = new Set(joined.flat());
  const graph = new Graph()
    // The network simplex ranker is slow on maps with many cycles.
    .setGraph({
      ...GAPS[direction],
      ...(joined.length > MOST_LABELS && NARROW[direction]),
      ranker: 'tight-tree',
      edgesep: 12,
    })
    .setDefaultEdgeLabel(() => ({}));
  for (const id of nodes) {
    if (touched.has(id)) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  }
  for (const [source, target] of joined) graph.setEdge(source, target);
  const places = new Map<string, Place>();
  const routes = new Map<string, Place[]>();
  if (touched.size > 0) {
    layout(graph);
    for (const id of graph.nodes()) {
      const { x, y } = graph.node(id) as { x: number; y: number };
      places.set(id, {
        x: Math.round(x - NODE_WIDTH / 2),
        y: Math.round(y - NODE_HEIGHT / 2),
      });
    }
    const columns = new Set(graph.nodes().map((id) => Math.round(graph.node(id)[axis])));
    for (const edge of graph.edges()) {
      const points = (graph.edge(edge) as { points: Place[] }).points.slice(1, -1);
      const via = points.filter((point) => columns.has(Math.round(point[axis])));
      if (via.length > 0) routes.set(edgeKey(edge.v, edge.w), via.map(rounded));
    }
  }
  const islands = nodes.filter((id) => !touched.has(id));
  withIslands(places, islands, boundsOf({ places, routes }));
  return { direction, places, routes };
}

const rounded = ({ x, y }: Place): Place => ({ x: Math.round(x), y: Math.round(y) });

function withIslands(
  places: Map<string, Place>,
  islands: readonly string[],
  { right, bottom }: Bounds,
): void {
  const top = places.size === 0 ? 0 : bottom + BETWEEN_ISLANDS;
  const step = NODE_WIDTH + BETWEEN;
  const columns = Math.max(Math.floor(right / step), Math.ceil(Math.sqrt(islands.length)), 1);
  for (const [at, id] of islands.entries()) {
    places.set(id, {
      x: (at % columns) * step,
      y: top + Math.floor(at / columns) * (NODE_HEIGHT + BETWEEN),
    });
  }
}
