import '@xyflow/react/dist/base.css';
import { Panel, ReactFlow, ReactFlowProvider, useStore, type ReactFlowState } from '@xyflow/react';
import { useEffect, useMemo, useState, type CSSProperties } from 'react';
import type { Layout } from '../layout/layered.ts';
import { MOST_LABELS } from '../model/figures.ts';
import { litBy, type MapGraph } from '../model/graph.ts';
import css from '../map.module.css';
import { flowEdges, flowNodes } from './flow.ts';
import { Legend } from './Legend.tsx';
import { MapActions } from './MapActions.ts';
import { MapControls } from './MapControls.tsx';
import { MapEdgeView } from './MapEdgeView.tsx';
import { MapNodeView } from './MapNodeView.tsx';
import { LEAST_ZOOM, useView } from './useView.ts';

const NODE_TYPES = { map: MapNodeView };
const EDGE_TYPES = { map: MapEdgeView };
/** Below this zoom a node shows its name only, larger. */
const FAR = 0.75;

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
  // Labels stay readable when the map is far away.
  const labelScale = zoom < 1 ? Math.min(1.9, 0.95 / zoom) : 1;
  const nodes = useMemo(
    () => flowNodes({ graph, layout, lengthMs, lit, open }),
    [graph, layout, lengthMs, lit, open],
  );
  const edges = useMemo(
    () => flowEdges({ graph, layout, lengthMs, lit, labels, labelScale }),
    [graph, layout, lengthMs, lit, labels, labelScale],
  );
  const view = useView(layout);

  useEffect(() => {
    if (open === undefined) return;
    // The panel at the side has to be there first: it takes room from the map.
    const frame = requestAnimationFrame(() => view.reveal(open));
    return () => cancelAnimationFrame(frame);
    // Only when something is opened: not with every move of the map.
  }, [open, view]);

  const actions = useMemo(
    (): MapActions => ({
      select,
      focus: (id, byKeyboard) => {
        setPointed(id);
        if (byKeyboard) view.reveal(id);
      },
      blur: () => setPointed(undefined),
    }),
    [select, view],
  );

  return (
    <MapActions value={actions}>
      <div
        className={css['canvas']}
        data-far={far}
        style={{ '--label-scale': labelScale } as CSSProperties}
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
          onInit={() => view.fit('at once')}
          onMoveStart={(event) => {
            if (event) view.hold();
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
              fit={() => view.fit()}
              tidy={() => {
                view.fit();
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
