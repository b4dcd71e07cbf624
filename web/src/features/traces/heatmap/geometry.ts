import type { SelectionSearch } from '../compare/selection.ts';

/** Columns of time and rows of duration, the lowest row first. */
export interface Grid {
  /** Epoch milliseconds. */
  readonly fromMs: number;
  readonly stepMs: number;
  readonly columns: number;
  /** One more than there are rows. */
  readonly boundsMs: readonly number[];
}

/** Pixels; the origin is at the top left. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Point, Size {}

export interface CellPlace {
  readonly column: number;
  readonly row: number;
}

/** All cells from one corner to the other, both included. */
export interface CellArea {
  readonly first: CellPlace;
  readonly last: CellPlace;
}

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

export const rowsOf = ({ boundsMs }: Grid): number => Math.max(0, boundsMs.length - 1);

/** The cell under a point; the nearest one when the point is outside. */
export function cellAt(grid: Grid, size: Size, { x, y }: Point): CellPlace {
  const rows = rowsOf(grid);
  return {
    column: clamp(Math.floor((x / size.width) * grid.columns), 0, grid.columns - 1),
    row: clamp(rows - 1 - Math.floor((y / size.height) * rows), 0, rows - 1),
  };
}

/** Every cell that a rectangle between two points touches. */
export function areaBetween(grid: Grid, size: Size, from: Point, to: Point): CellArea {
  const [a, b] = [cellAt(grid, size, from), cellAt(grid, size, to)];
  return {
    first: { column: Math.min(a.column, b.column), row: Math.min(a.row, b.row) },
    last: { column: Math.max(a.column, b.column), row: Math.max(a.row, b.row) },
  };
}

/**
 * The area as a selection. An edge of the grid is no bound, so that an area over the whole height
 * selects by time alone; the lowest and the highest row hold what is beyond them, too.
 */
export function toSelection(grid: Grid, { first, last }: CellArea): SelectionSearch {
  const everyTime = first.column === 0 && last.column === grid.columns - 1;
  const at = (column: number): number => grid.fromMs + column * grid.stepMs;
  return {
    selectFrom: everyTime ? undefined : at(first.column),
    selectTo: everyTime ? undefined : at(last.column + 1),
    selectMin: first.row === 0 ? undefined : grid.boundsMs[first.row],
    selectMax: last.row === rowsOf(grid) - 1 ? undefined : grid.boundsMs[last.row + 1],
  };
}

/** Where a selection is to be drawn; undefined when no part of it is in sight. */
export function boxOf(grid: Grid, size: Size, search: SelectionSearch): Box | undefined {
  const { selectFrom, selectTo, selectMin, selectMax } = search;
  if ([selectFrom, selectTo, selectMin, selectMax].every((each) => each === undefined)) {
    return undefined;
  }
  const left = selectFrom === undefined ? 0 : xOf(grid, size, selectFrom);
  const right = selectTo === undefined ? size.width : xOf(grid, size, selectTo);
  const top = selectMax === undefined ? 0 : yOf(grid, size, selectMax);
  const bottom = selectMin === undefined ? size.height : yOf(grid, size, selectMin);
  const x = clamp(left, 0, size.width);
  const y = clamp(top, 0, size.height);
  const box = {
    x,
    y,
    width: clamp(right, 0, size.width) - x,
    height: clamp(bottom, 0, size.height) - y,
  };
  return box.width > 0 && box.height > 0 ? box : undefined;
}

export const xOf = (grid: Grid, size: Size, ms: number): number =>
  ((ms - grid.fromMs) / (grid.stepMs * grid.columns)) * size.width;

/** Pixels from the top at which a duration stands; beyond the grid it is outside of the size. */
export function yOf(grid: Grid, size: Size, ms: number): number {
  const low = Math.log(grid.boundsMs[0] ?? 1);
  const high = Math.log(grid.boundsMs.at(-1) ?? 10);
  return (1 - (Math.log(ms) - low) / (high - low)) * size.height;
}

/** The durations to write beside the rows: 1, 2 and 5 of each power of ten, as far as they fit. */
export function durationTicks(grid: Grid, size: Size, leastPx: number): number[] {
  const [low, high] = [grid.boundsMs[0], grid.boundsMs.at(-1)];
  if (low === undefined || high === undefined || low >= high) return [];
  const decadePx = size.height / Math.log10(high / low);
  // The narrowest step between two of the factors decides which of them fit.
  const factors = decadePx * 0.3 >= leastPx ? [1, 2, 5] : decadePx / 2 >= leastPx ? [1, 3] : [1];
  const every = Math.max(1, Math.ceil(leastPx / decadePx));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power += 1) {
    if (factors.length === 1 && (power - Math.floor(Math.log10(low))) % every !== 0) continue;
    for (const factor of factors) ticks.push(Number((factor * 10 ** power).toPrecision(3)));
  }
  return ticks.filter((ms) => ms >= low && ms <= high);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CLOCK_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * DAY),
];

export interface TimeTicks {
  readonly stepMs: number;
  readonly timesMs: readonly number[];
}

/** Round times of a clock that is `offsetMs` ahead of UTC, at least so many pixels apart. */
export function timeTicks(grid: Grid, size: Size, leastPx: number, offsetMs: number): TimeTicks {
  const length = grid.stepMs * grid.columns;
  const least = (leastPx / Math.max(1, size.width)) * length;
  const stepMs = CLOCK_STEPS.find((step) => step >= least) ?? length;
  const first = Math.ceil((grid.fromMs + offsetMs) / stepMs) * stepMs - offsetMs;
  const timesMs: number[] = [];
  for (let at = first; at <= grid.fromMs + length; at += stepMs) timesMs.push(at);
  return { stepMs, timesMs };
}

/** How strong a colour a count gets, from 0 to 1: by magnitude, since counts differ by powers. */
export const strength = (count: number, most: number): number =>
  most <= 1 ? 1 : Math.log1p(count) / Math.log1p(most);
