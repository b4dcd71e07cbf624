import { type PointerEvent, useEffect, useState } from 'react';
import type { Point } from './geometry.ts';

/** A pointer that moves less than this has clicked. */
const LEAST_DRAG_PX = 4;

interface Drag {
  readonly from: Point;
  readonly to: Point;
}

interface Handlers {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
}

/**
 * A rectangle being drawn, in pixels of the element; Escape gives it up. A click, which draws
 * nothing, is told apart.
 */
export function useDrag(
  finish: (drag: Drag) => void,
  click: () => void,
): { drag: Drag | undefined; handlers: Handlers } {
  const [drag, setDrag] = useState<Drag>();
  const dragging = drag !== undefined;
  useEffect(() => {
    if (!dragging) return;
    const giveUp = (event: KeyboardEvent): void => {
      if (event.code !== 'Escape') return;
      event.stopPropagation();
      setDrag(undefined);
    };
    window.addEventListener('keydown', giveUp, { capture: true });
    return () => window.removeEventListener('keydown', giveUp, { capture: true });
  }, [dragging]);
  const pointOf = (event: PointerEvent<HTMLElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  return {
    drag: drag && isLong(drag) ? drag : undefined,
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        // Text elsewhere on the page is not to be selected on the way.
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        const from = pointOf(event);
        setDrag({ from, to: from });
      },
      onPointerMove: (event) => {
        if (drag) setDrag({ from: drag.from, to: pointOf(event) });
      },
      onPointerUp: () => {
        if (!drag) return;
        setDrag(undefined);
        if (isLong(drag)) finish(drag);
        else click();
      },
      onPointerCancel: () => setDrag(undefined),
    },
  };
}

const isLong = ({ from, to }: Drag): boolean =>
  Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)) >= LEAST_DRAG_PX;
