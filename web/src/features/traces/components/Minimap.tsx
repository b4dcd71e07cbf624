import { useCallback, useRef, useState, type PointerEvent } from 'react';
import { serviceColor } from '../../../shared/service-color.ts';
import { Canvas, type Picture } from '../../../shared/ui/Canvas.tsx';
import { drawMinimap } from '../model/minimap.ts';
import type { TraceNode } from '../model/tree.ts';
import type { Zoom } from '../model/zoom.ts';
import css from '../minimap.module.css';

/** A shorter way is a click. */
const DRAG_PX = 4;

interface Props {
  nodes: readonly TraceNode[];
  durationMs: number;
  zoom: Zoom | undefined;
  setZoom: (zoom: Zoom | undefined) => void;
  /** The part of the rows in sight, from 0 to 1. */
  rowsInSight?: { readonly from: number; readonly to: number } | undefined;
  /** Called with how far down a click was, from 0 to 1. */
  goTo?: (share: number) => void;
}

/** The whole trace in small: a stretch that is drawn with the mouse is what the axis shows. */
export function Minimap({ nodes, durationMs, zoom, setZoom, rowsInSight, goTo }: Props) {
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const started = useRef<{ x: number; share: number }>(undefined);
  const draw = useCallback(
    ({ pen, width, height, color }: Picture) =>
      drawMinimap(pen, {
        nodes,
        durationMs,
        width,
        height,
        colorOf: (service) => color(serviceColor(service)),
        errorColor: color('var(--error)'),
      }),
    [nodes, durationMs],
  );
  const shareOf = (event: PointerEvent<HTMLElement>): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    const within = (value: number): number => Math.min(1, Math.max(0, value));
    return {
      x: within((event.clientX - box.left) / box.width),
      y: within((event.clientY - box.top) / box.height),
    };
  };
  const end = (event: PointerEvent<HTMLElement>): void => {
    const from = started.current;
    started.current = undefined;
    setDrag(undefined);
    if (!from) return;
    const to = shareOf(event);
    if (Math.abs(event.clientX - from.x) < DRAG_PX) goTo?.(to.y);
    else setZoom({ fromMs: from.share * durationMs, toMs: to.x * durationMs });
  };
  const percent = (ms: number): number => (durationMs > 0 ? (ms / durationMs) * 100 : 0);
  return (
    <div
      className={css['minimap']}
      title="Draw a stretch to zoom in; twice a click shows the whole trace"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        started.current = { x: event.clientX, share: shareOf(event).x };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const from = started.current;
        if (from) setDrag({ from: from.share, to: shareOf(event).x });
      }}
      onPointerUp={end}
      onPointerCancel={() => {
        started.current = undefined;
        setDrag(undefined);
      }}
      onDoubleClick={() => setZoom(undefined)}
    >
      <Canvas draw={draw} />
      {rowsInSight && rowsInSight.to - rowsInSight.from < 0.999 && (
        <span
          className={css['rows']}
          style={{
            top: `${rowsInSight.from * 100}%`,
            height: `${(rowsInSight.to - rowsInSight.from) * 100}%`,
          }}
        />
      )}
      {zoom && (
        <>
          <span className={css['outside']} style={{ left: 0, width: `${percent(zoom.fromMs)}%` }} />
          <span className={css['outside']} style={{ left: `${percent(zoom.toMs)}%`, right: 0 }} />
        </>
      )}
      {drag && (
        <span
          className={css['drag']}
          style={{
            left: `${Math.min(drag.from, drag.to) * 100}%`,
            width: `${Math.abs(drag.to - drag.from) * 100}%`,
          }}
        />
      )}
    </div>
  );
}
