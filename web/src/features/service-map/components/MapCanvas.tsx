import '@xyflow/react/dist/base.css';
import { Panel, ReactFlow, ReactFlowProvider, useStore, type ReactFlowState } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type CSSProperties } from 'react';
import type { Layout } from '../layout/layout.ts';
import { changesOf } from '../model/changes.ts';
import { MOST_LABELS } from '../model/figures.ts';
import { litBy, type MapGraph, type MapNode } from '../model/graph.ts';
import css from '../canvas.module.css';
import { flowEdges, flowNodes, litEdges, litNodes } from './flow.ts';
import { Legend } from './Legend.tsx';
import { MapActions } from './MapActions.ts';
import { MapControls } from './MapControls.tsx';
import { MapEdgeView } from './MapEdgeView.tsx';
import { MapNodeView } from './MapNodeView.tsx';
import { useSame } from './useSame.ts';
import { useStep } from './useStep.ts';
import { LEAST_ZOOM, useView } from './useView.ts';

const NODE_TYPES = { map: MapNodeView };
const EDGE_TYPES = { map: MapEdgeView };
/** The tags of changes must not hide the nodes that they are on. */
const MOST_TAG_SCALE = 1.4;
const MANY_EDGES = 100;
/** Below this zoom a node shows its name only, larger. */
const FAR = 0.75;
/** Below this one the name is as large as it can be. */
const VERY_FAR = 0.5;
/** The map stands still for as long as a second click on the same place may come. */
const SECOND_CLICK_MS = 260;
/** Until a panel that has opened at the side has taken its room. */
const PANEL_MS = 60;

export interface CanvasProps {
  graph: MapGraph;
  layout: Layout;
  /** Whether the time range is compared with another one. */
  comparing: boolean;
  open: string | undefined;
  /** Id of what has been searched for; it is brought to the middle, once. */
  wanted: string | undefined;
  found: () => void;
  select: (id: string | undefined) => void;
  enter: (node: MapNode) => void;
  tidy: () => void;
}

export function MapCanvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({
  graph,
  layout,
  comparing,
  open,
  wanted,
  found,
  select,
  enter,
  tidy,
}: CanvasProps) {
  const [pointed, point] = usePointed();
  const zoom = useStore(zoomLevel);
  const lit = useMemo(() => litBy(graph, pointed ?? open), [graph, pointed, open]);
  const far = zoom < FAR;
  const news = useMemo(() => new Set(changesOf(graph).map(({ id }) => id)), [graph]);
  const labels = comparing
    ? news.size <= MOST_LABELS
      ? news
      : 'none'
    : graph.edges.length <= MOST_LABELS && !far
      ? 'all'
      : 'none';
  // Labels stay readable when the map is far away.
  const labelScale = Math.max(1, Math.min(1.9, 0.95 / zoom));
  const tagScale = comparing ? Math.min(MOST_TAG_SCALE, labelScale) : undefined;
  const allNodes = useMemo(() => flowNodes(graph, layout), [graph, layout]);
  const nodes = useMemo(() => litNodes(allNodes, lit, open), [allNodes, lit, open]);
  const allEdges = useSame(useMemo(() => flowEdges(graph, layout), [graph, layout]));
  // Without labels their size makes no difference.
  const scale = labels === 'none' && lit === undefined ? 1 : labelScale;
  const edges = useMemo(
    () => litEdges(allEdges, lit, { graph, layout, which: labels, scale }),
    [allEdges, lit, graph, layout, labels, scale],
  );
  const view = useView(layout, open !== undefined);
  const [ready, setReady] = useState(false);

  useEffect(() => {
    if (open === undefined) return;
    const timer = setTimeout(() => view.reveal(open), SECOND_CLICK_MS);
    return () => clearTimeout(timer);
    // Only when something is opened: not with every move of the map.
  }, [open, view]);

  useEffect(() => {
    if (!ready || wanted === undefined || !graph.nodes.some(({ id }) => id === wanted)) return;
    // The panel at the side has to be there first: it takes room from the map.
    const timer = setTimeout(() => {
      view.centre(wanted);
      found();
    }, PANEL_MS);
    return () => clearTimeout(timer);
  }, [ready, wanted, found, graph, view]);

  const canvas = useRef<HTMLDivElement>(null);
  const step = useStep(canvas);
  const actions = useMemo(
    (): MapActions => ({
      select,
      enter,
      focus: (id, byKeyboard) => {
        point(id);
        if (byKeyboard) view.reveal(id);
      },
      blur: () => point(undefined),
      step,
    }),
    [select, enter, point, view, step],
  );

  return (
    <MapActions value={actions}>
      <div
        ref={canvas}
        className={css['canvas']}
        data-far={far}
        data-many={graph.edges.length > MANY_EDGES}
        data-very-far={zoom < VERY_FAR}
        data-lighting={lit !== undefined}
        data-comparing={comparing}
        style={tagScale === undefined ? undefined : ({ '--tag-scale': tagScale } as CSSProperties)}
        role="group"
        aria-label="Map of services"
      >
        <Arrows />
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          zoomOnDoubleClick={false}
          deleteKeyCode={null}
          selectionKeyCode={null}
          minZoom={LEAST_ZOOM}
          maxZoom={1.8}
          onInit={() => {
            view.fit('at once');
            setReady(true);
          }}
          onMoveStart={(event) => {
            if (event) view.hold();
          }}
          onNodeMouseEnter={(_, { id }) => point(id)}
          onNodeMouseLeave={() => point(undefined)}
          onEdgeMouseEnter={(_, { id }) => point(id)}
          onEdgeMouseLeave={() => point(undefined)}
          onEdgeClick={(_, { id }) => select(id)}
          onPaneClick={() => select(undefined)}
        >
          <Panel position="top-right">
            <MapControls
              fit={() => view.fit()}
              tidy={() => {
                view.fit();
                tidy();
              }}
            />
          </Panel>
          <Panel position="bottom-left">
            <Legend graph={graph} comparing={comparing} />
          </Panel>
        </ReactFlow>
      </div>
    </MapActions>
  );
}

const ZOOM_LEVELS = [1.2, 1, 0.87, FAR, 0.62, VERY_FAR, 0.4, 0.32, 0.25, 0.2];

/** In steps, so that a zoom does not draw everything anew with every frame. */
const zoomLevel = ({ transform: [, , zoom] }: ReactFlowState): number =>
  ZOOM_LEVELS.find((level) => zoom >= level) ?? LEAST_ZOOM;

/** A pointer that only passes by lights nothing. */
const REST_MS = 70;

/** Id of what the pointer rests on, and how to say where it is. */
function usePointed() {
  const [pointed, setPointed] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const point = useCallback((id: string | undefined): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setPointed(id), REST_MS);
  }, []);
  return [pointed, point] as const;
}

/** The heads of the edges, by colour. */
function Arrows() {
  return (
    <svg className={css['defs']} aria-hidden="true">
      <defs>
        {['', '-lit', '-red'].map((kind) => (
          <marker
            key={kind}
            id={`map-arrow${kind}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path className={css[`arrow${kind}`]} d="M0,0.500 L8,4 L0,7.500 Z" />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
