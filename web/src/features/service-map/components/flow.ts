import { Position } from '@xyflow/react';
import { edgeKey, type Layout } from '../layout/layered.ts';
import { curveBetween, NODE_HEIGHT, NODE_WIDTH, type Curve } from '../model/curve.ts';
import { edgeLabel } from '../model/figures.ts';
import { edgeId, type MapEdge, type MapGraph } from '../model/graph.ts';
import { placeLabels } from '../model/labels.ts';
import type { FlowEdge } from './MapEdgeView.tsx';
import type { FlowNode } from './MapNodeView.tsx';

interface Shown {
  readonly graph: MapGraph;
  readonly layout: Layout;
  readonly lengthMs: number | undefined;
  /** Ids of what is lit; undefined: nothing stands out. */
  readonly lit: ReadonlySet<string> | undefined;
}

// Nodes have one size and edges draw themselves, so nothing has to be measured on the page.
const SIZE = { width: NODE_WIDTH, height: NODE_HEIGHT };
const HANDLES = [
  { type: 'source', position: Position.Right, x: NODE_WIDTH, y: NODE_HEIGHT / 2 },
  { type: 'target', position: Position.Left, x: 0, y: NODE_HEIGHT / 2 },
] as const;

const lightOf = (lit: ReadonlySet<string> | undefined, id: string): 'none' | 'lit' | 'unlit' =>
  lit === undefined ? 'none' : lit.has(id) ? 'lit' : 'unlit';

export function flowNodes({
  graph,
  layout,
  lengthMs,
  lit,
  open,
}: Shown & { readonly open: string | undefined }): FlowNode[] {
  return graph.nodes.map((node) => ({
    id: node.id,
    type: 'map',
    position: layout.places.get(node.id)!,
    ...SIZE,
    measured: SIZE,
    handles: [...HANDLES],
    data: { node, lengthMs, light: lightOf(lit, node.id), open: open === node.id },
  }));
}

/**
 * `labels`: whether every edge has its figures, or only those that are lit; `labelScale`: how much
 * larger they are than the map's own pixels.
 */
export function flowEdges({
  graph,
  layout,
  lengthMs,
  lit,
  labels,
  labelScale,
}: Shown & { readonly labels: boolean; readonly labelScale: number }): FlowEdge[] {
  const mostRequests = graph.edges.reduce((most, { requests }) => Math.max(most, requests), 0);
  const drawn = graph.edges.map((edge) => {
    const id = edgeId(edge);
    const light = lightOf(lit, id);
    const labelled = lit === undefined ? labels : light === 'lit';
    return {
      id,
      edge,
      light,
      curve: curveOf(edge, layout),
      text: labelled ? edgeLabel(edge, lengthMs) : [],
    };
  });
  const labelPlaces = placeLabels(
    drawn.filter(({ text }) => text.length > 0).map((each) => ({ ...each, legs: each.curve.legs })),
    graph.nodes.map(({ id }) => layout.places.get(id)!),
    labelScale,
  );
  return drawn.map(({ id, edge, light, curve, text }) => ({
    id,
    type: 'map',
    source: edge.source,
    target: edge.target,
    zIndex: light === 'lit' ? 1 : 0,
    data: { edge, mostRequests, light, path: curve.path, text, labelAt: labelPlaces.get(id) },
  }));
}

const curveOf = ({ source, target }: MapEdge, { places, routes, direction }: Layout): Curve =>
  curveBetween(
    places.get(source)!,
    places.get(target)!,
    direction,
    routes.get(edgeKey(source, target)),
  );
