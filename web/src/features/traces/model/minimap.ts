import type { TraceNode } from './tree.ts';

interface Minimap {
  readonly nodes: readonly TraceNode[];
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
  readonly colorOf: (service: string) => string;
  readonly errorColor: string;
}

const THICKEST_PX = 4;

/** A line a row from top to bottom, the failed ones last, so that none of them is hidden. */
export function drawMinimap(
  pen: Pick<CanvasRenderingContext2D, 'fillStyle' | 'fillRect'>,
  { nodes, durationMs, width, height, colorOf, errorColor }: Minimap,
): void {
  const rowPx = height / Math.max(1, nodes.length);
  const thick = Math.min(THICKEST_PX, Math.max(1, rowPx * 0.75));
  const line = (node: TraceNode, at: number, least: number): void => {
    const scale = durationMs > 0 ? width / durationMs : 0;
    const long = durationMs > 0 ? Math.max(0, node.span.durationMs) * scale : width;
    const left = Math.min(node.offsetMs * scale, width - least);
    pen.fillRect(left, (at + 0.5) * rowPx - thick / 2, Math.max(least, long), thick);
  };
  const places = [...nodes.keys()];
  const failed = (at: number): boolean => nodes[at]!.span.status === 'error';
  // One colour after the other: a canvas reads a colour anew each time that it is set.
  const services = Map.groupBy(places, (at) => nodes[at]!.span.service);
  for (const [service, rows] of services) {
    pen.fillStyle = colorOf(service);
    for (const at of rows) if (!failed(at)) line(nodes[at]!, at, 1);
  }
  pen.fillStyle = errorColor;
  for (const at of places) if (failed(at)) line(nodes[at]!, at, 2);
}
