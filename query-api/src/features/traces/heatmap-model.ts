import { type HeatmapCellRow, ROWS_PER_DECADE } from '@nunchi/store/queries/traces/heatmap';
import type { TimeRange } from '@nunchi/store/queries/time';

const MILLISECOND = 1_000_000n;

const steps = (unitMs: number, counts: readonly number[]) => counts.map((count) => count * unitMs);

/** Steps that people know from clocks, in milliseconds. */
const STEPS_MS = [
  ...steps(1, [1, 2, 5, 10, 20, 50, 100, 200, 500]),
  ...steps(1_000, [1, 2, 5, 10, 15, 30]),
  ...steps(60_000, [1, 2, 5, 10, 15, 30]),
  ...steps(3_600_000, [1, 2, 3, 6, 12]),
  ...steps(86_400_000, [1, 2, 5, 10, 20, 50, 100, 200, 500]),
];

export interface Columns {
  /** Unix nanoseconds; not later than the range's start. */
  readonly origin: bigint;
  readonly stepMs: number;
  readonly count: number;
}

/**
 * The finest columns of which the range is at most so many long. They begin at multiples of their
 * length, and so there may be one more.
 */
export function columnsOf({ from, to }: TimeRange, most: number): Columns {
  const length = Number(to - from) / Number(MILLISECOND);
  const stepMs = STEPS_MS.find((step) => step * most >= length) ?? Math.ceil(length);
  const step = BigInt(stepMs) * MILLISECOND;
  const origin = from - (from % step);
  return { origin, stepMs, count: Number((to - origin + step - 1n) / step) };
}

export interface Rows {
  readonly boundsMs: readonly number[];
  /** The row of a 24th of a decade, as the store counts them. */
  readonly rowOf: (fine: number) => number;
}

/** Whole decades, so that the axis stays while durations come and go within them. */
export function rowsOf(fine: readonly number[], about: number): Rows {
  if (fine.length === 0) return { boundsMs: [], rowOf: () => 0 };
  const first = Math.floor(fine.reduce((a, b) => Math.min(a, b)) / ROWS_PER_DECADE);
  const last = Math.floor(fine.reduce((a, b) => Math.max(a, b)) / ROWS_PER_DECADE) + 1;
  const perDecade = DIVISORS.find((count) => count * (last - first) <= about) ?? 1;
  const together = ROWS_PER_DECADE / perDecade;
  const count = (last - first) * perDecade;
  return {
    boundsMs: Array.from({ length: count + 1 }, (_, row) =>
      bound(first * perDecade + row, perDecade),
    ),
    rowOf: (row) => Math.floor(row / together) - first * perDecade,
  };
}

const DIVISORS = [24, 12, 8, 6, 4, 3, 2, 1];

/** Where a row begins that is so many above 1 ns: whole nanoseconds, written as milliseconds. */
const bound = (row: number, perDecade: number): number => Math.ceil(10 ** (row / perDecade)) / 1e6;

export interface Cell {
  readonly column: number;
  readonly row: number;
  readonly spans: number;
  readonly errors: number;
}

/** The cells of the store put together to those of the reply. */
export function coarseCells(
  cells: readonly HeatmapCellRow[],
  rowOf: (fine: number) => number,
): Cell[] {
  const byPlace = new Map<string, Cell>();
  for (const { column, row: fine, spans, errors } of cells) {
    const row = rowOf(fine);
    const place = `${column}/${row}`;
    const known = byPlace.get(place);
    byPlace.set(place, {
      column,
      row,
      spans: (known?.spans ?? 0) + Number(spans),
      errors: (known?.errors ?? 0) + Number(errors),
    });
  }
  return [...byPlace.values()];
}
