import '@xyflow/react/dist/base.css';
import { Panel, ReactFlow, ReactFlowProvider, useStore, type ReactFlowState } from '@xyflow/react';
import { useEffect, useMemo, useState, type CSSProperties } from 'react';
import type { Layout } from '../layout/layered.ts';
import { isChange } from '../model/changes.ts';
import { MOST_LABELS } from '../model/figures.ts';
import { litBy, type MapGraph, type MapNode } from '../model/graph.ts';
import css from '../map.module.css';
import { flowEdges, flowNodes, litEdges, litNodes } from './flow.ts';
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
/** The map stands still for as long as a second click on the same place may come. */
const SECOND_CLICK_MS = 260;
/** Until a panel that has opened at the side has taken its room. */
const PANEL_MS = 60;

interface Props {
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

export function MapCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ graph, layout, comparing, open, wanted, found, select, enter, tidy }: Props) {
  const [pointed, setPointed] = useState<string>();
  const zoom = useStore(coarseZoom);
  const lit = useMemo(() => litBy(graph, pointed ?? open), [graph, pointed, open]);
  const far = zoom < FAR;
  const changed = useMemo(() => graph.edges.filter(isChange).length, [graph]);
  const labels = comparing
    ? changed <= MOST_LABELS
      ? 'changed'
      : 'none'
    : graph.edges.length <= MOST_LABELS && !far
      ? 'all'
      : 'none';
  // Labels stay readable when the map is far away.
  const labelScale = zoom < 1 ? Math.min(1.9, 0.95 / zoom) : 1;
  const allNodes = useMemo(() => flowNodes(graph, layout), [graph, layout]);
  const nodes = useMemo(() => litNodes(allNodes, lit, open), [allNodes, lit, open]);
  const allEdges = useMemo(() => flowEdges(graph, layout), [graph, layout]);
  const edges = useMemo(
    () => litEdges(allEdges, lit, { graph, layout, which: labels, scale: labelScale }),
    [allEdges, lit, graph, layout, labels, labelScale],
  );
  const view = useView(layout);

  useEffect(() => {
    if (open === undefined) return;
    const timer = setTimeout(() => view.reveal(open), SECOND_CLICK_MS);
    return () => clearTimeout(timer);
    // Only when something is opened: not with every move of the map.
  }, [open, view]);

  useEffect(() => {
    if (wanted === undefined || !graph.nodes.some(({ id }) => id === wanted)) return;
    // The panel at the side has to be there first: it takes room from the map.
    const timer = setTimeout(() => {
      view.centre(wanted);
      found();
    }, PANEL_MS);
    return () => clearTimeout(timer);
  }, [wanted, found, graph, view]);

  const actions = useMemo(
    (): MapActions => ({
      select,
      enter,
      focus: (id, byKeyboard) => {
        setPointed(id);
        if (byKeyboard) view.reveal(id);
      },
      blur: () => setPointed(undefined),
    }),
    [select, enter, view],
  );

  return (
    <MapActions value={actions}>
      <div
        className={css['canvas']}
        data-far={far}
        data-lighting={lit !== undefined}
        data-comparing={comparing}
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
            <Legend graph={graph} comparing={comparing} />
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
