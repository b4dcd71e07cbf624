import { type Grid, rowsOf, type Size, strength } from './geometry.ts';

export interface Cell {
  readonly column: number;
  readonly row: number;
  readonly spans: number;
  readonly errors: number;
}

export type Counted = 'spans' | 'errors';

const STEPS = 24;
/** The weakest colour still has to be seen, and an error too where it is one of thousands. */
const WEAKEST = 0.16;
const LEAST_ERROR_PX = 2.5;
/** An error is paler where there is little, but never so pale that it is overlooked. */
const LEAST_ERROR = 0.6;
const GAP_PX = 1;

/** From weak to strong: lightness alone says how many, so that no eye needs the hue. */
export function palette(host: HTMLElement, color: string): string[] {
  const probe = host.ownerDocument.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const colors = Array.from({ length: STEPS }, (_, step) => {
    const share = WEAKEST + (1 - WEAKEST) * (step / (STEPS - 1));
    probe.style.color = `color-mix(in oklab, ${color} ${(share * 100).toFixed(1)}%, var(--surface))`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return colors;
}

export interface Painting {
  readonly grid: Grid;
  readonly cells: readonly Cell[];
  readonly counted: Counted;
  readonly colors: Readonly<Record<Counted, readonly string[]>>;
}

/** Draws the cells; of those with errors, the share with errors in the colour of errors. */
export function paint(canvas: HTMLCanvasElement, size: Size, painting: Painting): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { grid, cells, counted, colors } = painting;
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(size.width * ratio);
  canvas.height = Math.round(size.height * ratio);
  context.scale(ratio, ratio);
  const rows = rowsOf(grid);
  const most = mostOf(cells, counted);
  const [width, height] = [size.width / grid.columns, size.height / Math.max(1, rows)];
  const [gapX, gapY] = [width > 4 ? GAP_PX : 0, height > 4 ? GAP_PX : 0];
  for (const cell of cells) {
    const count = cell[counted];
    if (count === 0) continue;
    const x = cell.column * width;
    const y = size.height - (cell.row + 1) * height;
    context.fillStyle = shade(colors[counted], strength(count, most));
    context.fillRect(x, y, width - gapX, height - gapY);
    if (counted === 'spans' && cell.errors > 0) {
      const share = (cell.errors / cell.spans) * (width - gapX);
      context.fillStyle = shade(colors.errors, Math.max(LEAST_ERROR, strength(count, most)));
      context.fillRect(
        x,
        y,
        Math.min(width - gapX, Math.max(LEAST_ERROR_PX, share)),
        height - gapY,
      );
    }
  }
}

export const mostOf = (cells: readonly Cell[], counted: Counted): number =>
  cells.reduce((most, cell) => Math.max(most, cell[counted]), 0);

const shade = (colors: readonly string[], share: number): string =>
  colors[Math.min(colors.length - 1, Math.floor(share * colors.length))] ?? '';
