import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';
import {
  type Aggregates,
  compileMeasurement,
  MAX_SERIES,
  type Measurement,
  quantileOf,
  toLabels,
  valueOf,
} from './measures.ts';

/** A series as it was over the whole of a range. */
export interface MeasuredSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly requests: number;
  /** In the measure's unit; null where there was nothing to measure. */
  readonly value: number | null;
}

/**
 * The measure of each series over a range, those with most requests first. More than
 * {@link MAX_SERIES} series are answered with one more than that. Without `by` there is one
 * series, whether or not there was a request. Throws `MeasurementError` for a query that does not
 * parse.
 */
export async function measureSeries(
  store: Questionable,
  measurement: Measurement,
  range: TimeRange,
): Promise<MeasuredSeries[]> {
  const { measure, by } = measurement;
  const { condition, grouping } = compileMeasurement(measurement);
  const rows = await store.rows<Aggregates & { readonly group: readonly string[] }>(
    `SELECT
       ${grouping.sql} AS group,
       count() AS requests,
       countIf(status_code = 2) AS errors,
       if(requests = 0, NULL, quantile({level:Float64})(greatest(duration_ns, 0))) AS latencyNs
     FROM spans ${grouping.join}
     WHERE ${within('start_time')} AND kind IN (2, 5) AND ${condition.sql}
     ${by.length === 0 ? '' : 'GROUP BY group'}
     ORDER BY requests DESC, group
     LIMIT ${MAX_SERIES + 1}`,
    {
      ...rangeParameters(range),
      ...condition.parameters,
      ...grouping.parameters,
      level: quantileOf(measure),
    },
  );
  const seconds = Number(range.to - range.from) / 1e9;
  return rows.map((row) => ({
    labels: toLabels(by, row.group),
    requests: Number(row.requests),
    value: valueOf(measure, row, seconds),
  }));
}
