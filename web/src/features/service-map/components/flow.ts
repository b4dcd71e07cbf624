import { Position } from '@xyflow/react';
import { edgeKey, type Layout } from '../layout/layout.ts';
import { curveBetween, NODE_HEIGHT, NODE_WIDTH, type Curve, type Place } from '../model/curve.ts';
import { edgeLabel, edgeRedness, edgeWidth, errorsOf } from '../model/figures.ts';
import { edgeId, type MapEdge, type MapGraph, type MapNode } from '../model/graph.ts';
import { placeLabels } from '../model/labels.ts';
import type { EdgeData, FlowEdge } from './MapEdgeView.tsx';
import type { FlowNode } from './MapNodeView.tsx';

/** Ids of what stands out; undefined: nothing does. */
type Lit = ReadonlySet<string> | undefined;

// Nodes have one size and edges draw themselves, so nothing has to be measured on the page.
const SIZE = { width: NODE_WIDTH, height: NODE_HEIGHT };
const HANDLES = [
  { type: 'source', position: Position.Right, x: NODE_WIDTH, y: NODE_HEIGHT / 2 },
  { type: 'target', position: Position.Left, x: 0, y: NODE_HEIGHT / 2 },
] as const;

export const flowNodes = (graph: MapGraph, { places }: Layout): FlowNode[] =>
  graph.nodes.map((node) => ({
    id: node.id,
    type: 'map',
    position: places.get(node.id)!,
    // Edges that stand out lie above the others, and below the nodes.
    zIndex: 2,
    ...SIZE,
    measured: SIZE,
    handles: [...HANDLES],
    data: { node, lit: false, open: false },
  }));

/** What does not stand out stays the very same node, so that it is not drawn again. */
export const litNodes = (
  nodes: readonly FlowNode[],
  lit: Lit,
  open: string | undefined,
): FlowNode[] =>
  nodes.map((node) =>
    lit?.has(node.id) || open === node.id
      ? { ...node, data: { ...node.data, lit: true, open: open === node.id } }
      : node,
  );

export interface DrawnEdge extends FlowEdge {
  readonly curve: Curve;
  readonly data: EdgeData;
}

export function flowEdges(graph: MapGraph, layout: Layout): DrawnEdge[] {
  const mostRequests = graph.edges.reduce((most, { requests }) => Math.max(most, requests), 0);
  const sides = sideBySide(graph.edges);
  return graph.edges.map((edge) => {
    const curve = curveOf(edge, layout, sides.get(edge)!);
    return {
      id: edgeId(edge),
      type: 'map',
      source: edge.source,
      target: edge.target,
      zIndex: 0,
      curve,
      data: {
        kind: edge.kind,
        change: edge.change,
        path: curve.path,
        width: edgeWidth(edge.requests, mostRequests),
        red: edgeRedness(edge),
        lit: false,
        label: undefined,
      },
    };
  });
}

/** Whether two edges look the same, be the figures of their labels other ones. */
export const sameEdge = ({ data: a }: DrawnEdge, { data: b }: DrawnEdge): boolean =>
  a.kind === b.kind &&
  a.change === b.change &&
  a.path === b.path &&
  a.width === b.width &&
  a.red === b.red;

interface Labels {
  readonly graph: MapGraph;
  readonly layout: Layout;
  /** Which edges have their figures while nothing stands out, by id; otherwise those that do. */
  readonly which: 'all' | 'none' | ReadonlySet<string>;
  /** How much larger labels are than the map's own pixels. */
  readonly scale: number;
}

/** What neither stands out nor has a label stays the very same edge. */
export function litEdges(edges: readonly DrawnEdge[], lit: Lit, labels: Labels): FlowEdge[] {
  const { graph, layout, which, scale } = labels;
  const drawn = new Map(edges.map((edge) => [edge.id, edge]));
  const labelled = graph.edges.flatMap((edge) => {
    const id = edgeId(edge);
    const wanted = lit?.has(id) ?? (typeof which === 'string' ? which === 'all' : which.has(id));
    const legs = wanted && drawn.get(id)?.curve.legs;
    return legs ? { id, legs, text: edgeLabel(edge), errors: errorsOf(edge) } : [];
  });
  const placesOf = (nodes: readonly MapNode[]) => nodes.map(({ id }) => layout.places.get(id)!);
  const labelPlaces = placeLabels(labelled, {
    nodes: placesOf(graph.nodes),
    clear: placesOf(graph.nodes.filter(({ id }) => lit?.has(id) ?? true)),
    scale,
  });
  for (const { id, text, errors } of labelled) {
    const edge = drawn.get(id)!;
    const isLit = lit?.has(id) ?? false;
    const at = labelPlaces.get(id);
    const label = at && { text, errors, at, scale };
    drawn.set(id, { ...edge, zIndex: isLit ? 1 : 0, data: { ...edge.data, lit: isLit, label } });
  }
  return [...drawn.values()];
}

/** Pixels between two edges that join the same nodes, by calls of two kinds. */
const BESIDE = 16;

/** How far each edge is moved aside, so that those between the same two nodes do not cover each other. */
function sideBySide(edges: readonly MapEdge[]): ReadonlyMap<MapEdge, number> {
  const alike = Map.groupBy(edges, ({ source, target }) => edgeKey(source, target));
  return new Map(
    [...alike.values()].flatMap((same) =>
      same.map((edge, at) => [edge, (at - (same.length - 1) / 2) * BESIDE] as const),
    ),
  );
}

function curveOf({ source, target }: MapEdge, layout: Layout, aside: number): Curve {
  const { places, routes, direction } = layout;
  const moved = ({ x, y }: Place): Place =>
    direction === 'right' ? { x, y: y + aside } : { x: x + aside, y };
  return curveBetween(
    moved(places.get(source)!),
    moved(places.get(target)!),
    direction,
    routes.get(edgeKey(source, target))?.map(moved),
  );
}
