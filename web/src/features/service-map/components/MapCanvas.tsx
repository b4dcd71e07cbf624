import '@xyflow/react/dist/base.css';
import {
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  useStoreApi,
  type ReactFlowState,
} from '@xyflow/react';
import { useEffect, useMemo, useRef, useState, type CSSProperties } from 'react';
import type { Layout, Places } from '../layout/layered.ts';
import { litBy, type MapGraph } from '../model/graph.ts';
import { panToShow } from '../model/pan.ts';
import css from '../map.module.css';
import { flowEdges, flowNodes } from './flow.ts';
import { Legend } from './Legend.tsx';
import { MapActions } from './MapActions.ts';
import { FIT, MapControls } from './MapControls.tsx';
import { MapEdgeView } from './MapEdgeView.tsx';
import { MapNodeView } from './MapNodeView.tsx';

const NODE_TYPES = { map: MapNodeView };
const EDGE_TYPES = { map: MapEdgeView };
const MOVE_MS = 220;
/** With more edges, figures at all of them would be a thicket. */
const MOST_LABELS = 36;
/** Below this zoom a node shows its name only, larger. */
const FAR = 0.64;

interface Props {
  graph: MapGraph;
  layout: Layout;
  lengthMs: number | undefined;
  open: string | undefined;
  select: (id: string | undefined) => void;
  tidy: () => void;
}

export function MapCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ graph, layout, lengthMs, open, select, tidy }: Props) {
  const [pointed, setPointed] = useState<string>();
  const zoom = useStore(coarseZoom);
  const lit = useMemo(() => litBy(graph, pointed ?? open), [graph, pointed, open]);
  const far = zoom < FAR;
  const labels = graph.edges.length <= MOST_LABELS && !far;
  const nodes = useMemo(
    () => flowNodes({ graph, layout, lengthMs, lit, open }),
    [graph, layout, lengthMs, lit, open],
  );
  const edges = useMemo(
    () => flowEdges({ graph, layout, lengthMs, lit, labels }),
    [graph, layout, lengthMs, lit, labels],
  );
  const reveal = useReveal(layout.places);
  const moved = useRef(false);
  useFitWhileUntouched(nodes.length, moved);

  useEffect(() => {
    if (open === undefined) return;
    // The panel at the side has to be there first: it takes room from the map.
    const frame = requestAnimationFrame(() => reveal(open));
    return () => cancelAnimationFrame(frame);
    // Only when something is opened: not with every move of the map.
  }, [open, reveal]);

  const actions = useMemo(
    (): MapActions => ({
      select,
      focus: (id, byKeyboard) => {
        setPointed(id);
        if (byKeyboard) reveal(id);
      },
      blur: () => setPointed(undefined),
    }),
    [select, reveal],
  );

  return (
    <MapActions value={actions}>
      <div
        className={css['canvas']}
        data-far={far}
        style={{ '--label-scale': zoom < 1 ? Math.min(1.9, 0.95 / zoom) : 1 } as CSSProperties}
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
          minZoom={0.15}
          maxZoom={1.8}
          fitView
          fitViewOptions={FIT}
          onMoveStart={(event) => {
            if (event) moved.current = true;
          }}
          onNodeMouseEnter={(_, { id }) => setPointed(id)}
          onNodeMouseLeave={() => setPointed(undefined)}
          onEdgeMouseEnter={(_, { id }) => setPointed(id)}
          onEdgeMouseLeave={() => setPointed(undefined)}
          onEdgeClick={(_, { id }) => select(id)}
          onPaneClick={() => select(undefined)}
        >
          <Panel position="top-right">
            <MapControls
              fit={() => {
                moved.current = false;
              }}
              tidy={() => {
                moved.current = false;
                tidy();
              }}
            />
          </Panel>
          <Panel position="bottom-left">
            <Legend graph={graph} />
          </Panel>
        </ReactFlow>
      </div>
    </MapActions>
  );
}

/** In steps, so that a zoom does not draw everything anew with every frame. */
const coarseZoom = ({ transform }: ReactFlowState): number => Math.round(transform[2] * 20) / 20;

/** Moves the map no further than needed to show a node. */
function useReveal(places: Places): (id: string) => void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const latest = useRef(places);
  useEffect(() => {
    latest.current = places;
  });
  return useMemo(
    () => (id) => {
      const place = latest.current.get(id);
      if (!place) return;
      const { width, height } = store.getState();
      const viewport = flow.getViewport();
      const next = panToShow(place, viewport, { width, height });
      if (next !== viewport) void flow.setViewport(next, { duration: moveMs() });
    },
    [flow, store],
  );
}

/** New nodes come into view by themselves, unless somebody has moved the map. */
function useFitWhileUntouched(count: number, moved: { readonly current: boolean }): void {
  const flow = useReactFlow();
  const before = useRef(count);
  useEffect(() => {
    if (before.current === count) return;
    before.current = count;
    if (!moved.current) void flow.fitView({ ...FIT, duration: moveMs() });
  }, [count, flow, moved]);
}

const moveMs = (): number =>
  window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : MOVE_MS;

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
