import type { Questionable } from '../../client.ts';
import { extended, rangeParameters, type TimeRange, within } from '../time.ts';
import { compileMeasurement, MAX_SERIES, type Measurement, toLabels } from './measures.ts';

/** A series that had requests in the lookback or the window. */
export interface PresentSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Requests in the lookback before the window. */
  readonly before: number;
  /** Requests in the window. A series with none of them is absent. */
  readonly requests: number;
  /** Of its last request, epoch milliseconds. */
  readonly lastSeen: number;
}

/**
 * Series that had requests in the window or in the lookback before it; those that are absent, with
 * the longest silence, first. More than {@link MAX_SERIES} are answered with one more than that.
 */
export async function presentSeries(
  store: Questionable,
  { query, by }: Omit<Measurement, 'measure'>,
  window: TimeRange,
  lookbackMs: number,
): Promise<PresentSeries[]> {
  const { condition, grouping } = compileMeasurement({ query, by });
  const rows = await store.rows<{
    readonly group: readonly string[];
    readonly before: string;
    readonly requests: string;
    readonly lastSeenMs: string;
  }>(
    `SELECT
       ${grouping.sql} AS group,
       countIf(start_time < fromUnixTimestamp64Nano({windowFrom:Int64}, 'UTC')) AS before,
       count() - before AS requests,
       toUnixTimestamp64Milli(max(start_time)) AS lastSeenMs
     FROM spans ${grouping.join}
     WHERE ${within('start_time')} AND kind IN (2, 5) AND ${condition.sql}
     GROUP BY group
     ORDER BY requests > 0, lastSeenMs, group
     LIMIT ${MAX_SERIES + 1}`,
    {
      ...rangeParameters(extended(window, lookbackMs)),
      ...condition.parameters,
      ...grouping.parameters,
      windowFrom: String(window.from),
    },
  );
  return rows.map((row) => ({
    labels: toLabels(by, row.group),
    before: Number(row.before),
    requests: Number(row.requests),
    lastSeen: Number(row.lastSeenMs),
  }));
}
