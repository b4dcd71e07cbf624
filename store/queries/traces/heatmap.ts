import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';
import { type SpanFilter, spanConditions } from './filter.ts';

export interface HeatmapCellRow {
  readonly column: number;
  /** Which 24th of a decade the duration is in, counted from 1 ns. */
  readonly row: number;
  readonly spans: string;
  readonly errors: string;
}

export interface HeatmapGrid {
  /** Where the first column begins, Unix nanoseconds. */
  readonly origin: bigint;
  /** How long a column is, nanoseconds. */
  readonly step: bigint;
}

/** Rows of a decade. Many numbers divide it, so rows can be put together to fewer. */
export const ROWS_PER_DECADE = 24;
/** From 1 µs to 100,000 s: what is shorter is in the lowest row, what is longer in the highest. */
export const ROWS = { first: 3 * ROWS_PER_DECADE, last: 14 * ROWS_PER_DECADE - 1 } as const;

/** How many spans match, by when they began and how long they took; only cells that have some. */
export function spanHeatmap(
  store: Questionable,
  range: TimeRange,
  filter: SpanFilter,
  { origin, step }: HeatmapGrid,
): Promise<HeatmapCellRow[]> {
  const conditions = spanConditions(filter);
  return store.rows<HeatmapCellRow>(
    `SELECT
       toUInt32(intDiv(toUnixTimestamp64Nano(start_time) - {origin:Int64}, {step:Int64})) AS column,
       least(greatest(toInt32(floor(log10(greatest(duration_ns, 1)) * ${ROWS_PER_DECADE})), ${ROWS.first}), ${ROWS.last}) AS row,
       count() AS spans,
       countIf(status_code = 2) AS errors
     FROM spans
     WHERE ${within('start_time')} AND ${conditions.sql}
     GROUP BY column, row
     ORDER BY column, row`,
    {
      ...rangeParameters(range),
      ...conditions.parameters,
      origin: String(origin),
      step: String(step),
    },
  );
}
