import { NODE_HEIGHT, NODE_WIDTH, type Place } from './curve.ts';

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

const MARGIN = 20;

/** The viewport moved as little as needed to show a node; the same one when it is in view. */
export function panToShow(
  place: Place,
  viewport: Viewport,
  size: { readonly width: number; readonly height: number },
): Viewport {
  const { zoom } = viewport;
  const dx = shift(place.x * zoom + viewport.x, NODE_WIDTH * zoom, size.width);
  const dy = shift(place.y * zoom + viewport.y, NODE_HEIGHT * zoom, size.height);
  return dx === 0 && dy === 0 ? viewport : { zoom, x: viewport.x + dx, y: viewport.y + dy };
}

/** How far to move so that a length lies within a room; its start counts when it is too long. */
function shift(start: number, length: number, room: number): number {
  if (start < MARGIN) return MARGIN - start;
  const over = start + length - (room - MARGIN);
  return over > 0 ? -Math.min(over, start - MARGIN) : 0;
}
