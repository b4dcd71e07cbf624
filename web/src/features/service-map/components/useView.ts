import {
  getViewportForBounds,
  useReactFlow,
  useStore,
  useStoreApi,
  type ReactFlowState,
} from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import { boundsOf, type Layout } from '../layout/layout.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../model/curve.ts';
import { panToShow } from '../model/pan.ts';

/** Room for what lies over the map, and at the sides for half a label of an outermost edge. */
const PADDING = { top: '28px', right: '72px', bottom: '58px', left: '56px' } as const;
export const LEAST_ZOOM = 0.15;
const MOST_WHEN_FITTED = 1.1;
/** At this zoom a node's figures are shown. */
const READABLE_ZOOM = 0.85;
const MOVE_MS = 220;

export interface View {
  /** Brings everything into view. */
  readonly fit: (how?: 'at once') => void;
  /** Moves the map no further than needed to show a node. */
  readonly reveal: (id: string) => void;
  /** Brings a node to the middle, near enough to be read. */
  readonly centre: (id: string) => void;
  /** Somebody has chosen what to look at: new nodes then change nothing about it. */
  readonly hold: () => void;
}

/** `still`: nothing moves by itself, because the details of something are open. */
export function useView(layout: Layout, still: boolean): View {
  const flow = useReactFlow();
  const store = useStoreApi();
  const latest = useRef(layout);
  useEffect(() => {
    latest.current = layout;
  });
  const held = useRef(false);
  const view = useMemo((): View => {
    const duration = (): number =>
      window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : MOVE_MS;
    return {
      fit: (how) => {
        held.current = false;
        const { width, height } = store.getState();
        const { left, top, right, bottom } = boundsOf(latest.current);
        const bounds = { x: left, y: top, width: right - left, height: bottom - top };
        const viewport = getViewportForBounds(
          bounds.width > 0 ? bounds : { x: 0, y: 0, width: NODE_WIDTH, height: NODE_HEIGHT },
          width,
          height,
          LEAST_ZOOM,
          MOST_WHEN_FITTED,
          PADDING,
        );
        void flow.setViewport(viewport, { duration: how === 'at once' ? 0 : duration() });
      },
      reveal: (id) => {
        const place = latest.current.places.get(id);
        if (!place) return;
        const { width, height } = store.getState();
        const before = flow.getViewport();
        const after = panToShow(place, before, { width, height });
        if (after !== before) void flow.setViewport(after, { duration: duration() });
      },
      centre: (id) => {
        const place = latest.current.places.get(id);
        if (!place) return;
        held.current = true;
        void flow.setCenter(place.x + NODE_WIDTH / 2, place.y + NODE_HEIGHT / 2, {
          zoom: Math.max(READABLE_ZOOM, flow.getZoom()),
          duration: duration(),
        });
      },
      hold: () => {
        held.current = true;
      },
    };
  }, [flow, store]);

  // A panel at the side takes room from the map, and gives it back.
  const width = useStore(widthOf);
  const height = useStore(heightOf);
  useEffect(() => {
    if (!held.current && !still && width > 0 && height > 0) view.fit('at once');
  }, [width, height, still, view]);

  const before = useRef(layout.places);
  useEffect(() => {
    if (before.current === layout.places) return;
    before.current = layout.places;
    if (!held.current) view.fit();
  }, [layout, view]);
  return view;
}

const widthOf = ({ width }: ReactFlowState): number => width;
const heightOf = ({ height }: ReactFlowState): number => height;
