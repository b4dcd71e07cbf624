import { Position } from '@xyflow/react';
import { edgeKey, type Layout } from '../layout/layered.ts';
import { curveBetween, NODE_HEIGHT, NODE_WIDTH, type Curve } from '../model/curve.ts';
import { isChange } from '../model/changes.ts';
import { edgeLabel } from '../model/figures.ts';
import { edgeId, type MapEdge, type MapGraph } from '../model/graph.ts';
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
  return graph.edges.map((edge) => {
    const curve = curveOf(edge, layout);
    return {
      id: edgeId(edge),
      type: 'map',
      source: edge.source,
      target: edge.target,
      zIndex: 0,
      curve,
      data: { edge, mostRequests, path: curve.path, lit: false, text: [], labelAt: undefined },
    };
  });
}

interface Labels {
  readonly graph: MapGraph;
  readonly layout: Layout;
  /** Which edges have their figures while nothing stands out; otherwise those that do. */
  readonly which: 'all' | 'changed' | 'none';
  /** How much larger labels are than the map's own pixels. */
  readonly scale: number;
}

/** What neither stands out nor has a label stays the very same edge. */
export function litEdges(edges: readonly DrawnEdge[], lit: Lit, labels: Labels): FlowEdge[] {
  const labelled = edges
    .filter(({ id, data }) =>
      lit === undefined
        ? labels.which === 'all' || (labels.which === 'changed' && isChange(data.edge))
        : lit.has(id),
    )
    .map(({ id, curve, data }) => ({ id, legs: curve.legs, text: edgeLabel(data.edge) }));
  const texts = new Map(labelled.map(({ id, text }) => [id, text]));
  const labelPlaces = placeLabels(
    labelled,
    labels.graph.nodes.map(({ id }) => labels.layout.places.get(id)!),
    labels.scale,
  );
  return edges.map((edge) => {
    const text = texts.get(edge.id);
    if (text === undefined) return edge;
    const isLit = lit?.has(edge.id) ?? false;
    const data = { ...edge.data, lit: isLit, text, labelAt: labelPlaces.get(edge.id) };
    return { ...edge, zIndex: isLit ? 1 : 0, data };
  });
}

const curveOf = ({ source, target }: MapEdge, { places, routes, direction }: Layout): Curve =>
  curveBetween(
    places.get(source)!,
    places.get(target)!,
    direction,
    routes.get(edgeKey(source, target)),
  );
