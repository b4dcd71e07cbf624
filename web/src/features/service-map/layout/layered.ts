import { Graph, layout } from '@dagrejs/dagre';
import { MOST_LABELS } from '../model/figures.ts';
import { NODE_HEIGHT, NODE_WIDTH, type Direction, type Place } from '../model/curve.ts';
import {
  boundsOf,
  edgeKey,
  extentOf,
  type Layout,
  type LayoutTask,
  type Places,
} from './layout.ts';
import { packed } from './packed.ts';

// Between columns there is room for the figures of an edge; between rows they are one line.
const GAPS = {
  right: { rankdir: 'LR', nodesep: 24, ranksep: 116 },
  down: { rankdir: 'TB', nodesep: 28, ranksep: 66 },
} as const;
/** Between columns where no figures are written. */
const NARROW = { right: { ranksep: 84 }, down: { ranksep: 58 } } as const;
const BETWEEN = 26;
const BETWEEN_ISLANDS = 56;

/** What is larger than this can hardly be read when all of it is in view. */
const READABLE_EXTENT = 2400;
/** Edges' own ways are given up for a picture that is so much smaller. */
const MUCH_SMALLER = 0.7;
/** With more edges than this their own ways are longer than the picture, and take seconds to find. */
const MOST_WAYS = 220;

/**
 * Callers first, callees after them; what nothing touches stands below, in rows. The direction is
 * the given one, else the one in which the whole is seen larger.
 */
export function layeredLayout({ nodes, edges }: LayoutTask, direction?: Direction): Layout {
  const joined = edges.filter(([source, target]) => source !== target);
  const touched = new Set(joined.flat());
  const task = { nodes: nodes.filter((id) => touched.has(id)), edges: joined };
  const directions = direction === undefined ? (['right', 'down'] as const) : [direction];
  const layout = arranged(task, directions);
  const islands = nodes.filter((id) => !touched.has(id));
  return { ...layout, places: withIslands(layout, islands) };
}

function arranged(task: LayoutTask, directions: readonly Direction[]): Layout {
  const close = (): Layout =>
    smallest(
      directions.map((direction) => ({
        direction,
        places: packed(task, direction),
        routes: new Map(),
      })),
    );
  if (task.edges.length > MOST_WAYS) return close();
  const ranked = smallest(directions.map((direction) => inRanks(task, direction)));
  if (extent(ranked) <= READABLE_EXTENT) return ranked;
  const other = close();
  return extent(other) < extent(ranked) * MUCH_SMALLER ? other : ranked;
}

const smallest = (layouts: readonly Layout[]): Layout =>
  layouts.reduce((best, each) => (extent(each) < extent(best) ? each : best));

const extent = ({ places, routes }: Layout): number => extentOf(places, routes);

/** By dagre: every edge leads from a rank to a later one, and past the nodes in between. */
function inRanks({ nodes, edges }: LayoutTask, direction: Direction): Layout {
  const axis = direction === 'right' ? 'x' : 'y';
  const graph = new Graph()
    // The network simplex ranker is slow on maps with many cycles.
    .setGraph({
      ...GAPS[direction],
      ...(edges.length > MOST_LABELS && NARROW[direction]),
      ranker: 'tight-tree',
      edgesep: 12,
    })
    .setDefaultEdgeLabel(() => ({}));
  for (const id of nodes) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const [source, target] of edges) graph.setEdge(source, target);
  layout(graph);
  const places = new Map(
    graph.nodes().map((id) => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      return [id, rounded({ x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 })];
    }),
  );
  const routes = new Map<string, readonly Place[]>();
  const columns = new Set(graph.nodes().map((id) => Math.round(graph.node(id)[axis])));
  for (const edge of graph.edges()) {
    const points = (graph.edge(edge) as { points: Place[] }).points.slice(1, -1);
    const via = points.filter((point) => columns.has(Math.round(point[axis])));
    if (via.length > 0) routes.set(edgeKey(edge.v, edge.w), via.map(rounded));
  }
  return { direction, places, routes };
}

const rounded = ({ x, y }: Place): Place => ({ x: Math.round(x), y: Math.round(y) });

function withIslands(layout: Layout, islands: readonly string[]): Places {
  const { right, bottom } = boundsOf(layout);
  const top = layout.places.size === 0 ? 0 : bottom + BETWEEN_ISLANDS;
  const step = NODE_WIDTH + BETWEEN;
  const columns = Math.max(Math.floor(right / step), Math.ceil(Math.sqrt(islands.length)), 1);
  const places = new Map(layout.places);
  for (const [at, id] of islands.entries()) {
    places.set(id, {
      x: (at % columns) * step,
      y: top + Math.floor(at / columns) * (NODE_HEIGHT + BETWEEN),
    });
  }
  return places;
}
