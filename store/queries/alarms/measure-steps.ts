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

export interface SteppedSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** How many requests there were in all. */
  readonly requests: number;
  /** One for each step, the earliest first. */
  readonly steps: readonly SeriesStep[];
}

export interface SeriesStep {
  /** The end of the step, epoch milliseconds. */
  readonly at: number;
  readonly requests: number;
  /** In the measure's unit; null where there was nothing to measure. */
  readonly value: number | null;
}

export interface Steps {
  /** How far apart the values are. The range begins with a step; what is left at its end is not. */
  readonly stepMs: number;
  /**
   * Over which time before it each value is; by default the step itself. Longer ones are whole
   * multiples of the step, and look at spans before the range as well.
   */
  readonly windowMs?: number;
  /** The most series, those with most requests; `MAX_SERIES` by default. */
  readonly limit?: number;
}

interface StepRow extends Aggregates {
  readonly group: readonly string[];
  readonly total: string;
  readonly step: number;
}

/**
 * The measure of each series in equal steps, series with most requests first: previews of rules
 * (a window that slides on by a step) and comparisons before and after (window and step alike).
 * Spans are summed up once a step, and a window is the sum of its steps.
 */
export async function measureSteps(
  store: Questionable,
  measurement: Measurement,
  range: TimeRange,
  { stepMs, windowMs = stepMs, limit = MAX_SERIES }: Steps,
): Promise<SteppedSeries[]> {
  const { measure, by } = measurement;
  const { condition, grouping } = compileMeasurement(measurement);
  const stepNs = BigInt(stepMs) * 1_000_000n;
  const windowNs = BigInt(windowMs) * 1_000_000n;
  const windowSteps = Math.max(1, Math.round(windowMs / stepMs));
  const count = Number((range.to - range.from) / stepNs);
  if (count < 1) return [];
  const to = range.from + BigInt(count) * stepNs;
  const first = range.from - BigInt(windowSteps - 1) * stepNs;
  const rows = await store.rows<StepRow>(
    `WITH
       steps AS (
         SELECT
           ${grouping.sql} AS group,
           intDiv(toUnixTimestamp64Nano(start_time) - {from:Int64}, {stepNs:Int64}) AS own_step,
           countState() AS requests_state,
           countIfState(status_code = 2) AS errors_state,
           quantileTDigestState({level:Float64})(greatest(duration_ns, 0)) AS latency_state
         FROM spans ${grouping.join}
         WHERE ${within('start_time')} AND kind IN (2, 5) AND ${condition.sql}
           AND (toUnixTimestamp64Nano(start_time) - {from:Int64}) % {stepNs:Int64} >= {skipNs:Int64}
         GROUP BY group, own_step
       ),
       chosen AS (
         SELECT group, countMerge(requests_state) AS total
         FROM steps GROUP BY group ORDER BY total DESC, group LIMIT {limit:UInt32}
       )
     SELECT
       group,
       any(chosen.total) AS total,
       arrayJoin(range(toUInt32(own_step), toUInt32(own_step + {windowSteps:Int64}))) AS at_step,
       toInt32(at_step - {before:Int32}) AS step,
       countMerge(requests_state) AS requests,
       countIfMerge(errors_state) AS errors,
       quantileTDigestMerge({level:Float64})(latency_state) AS latencyNs
     FROM steps INNER JOIN chosen USING (group)
     GROUP BY group, at_step
     HAVING step >= 0 AND step < {count:Int32}
     ORDER BY total DESC, group, step`,
    {
      ...rangeParameters({ from: first, to }),
      ...condition.parameters,
      ...grouping.parameters,
      level: quantileOf(measure),
      stepNs: String(stepNs),
      // Of a step that is longer than the window, only its end is looked at.
      skipNs: String(windowNs < stepNs ? stepNs - windowNs : 0n),
      windowSteps,
      before: windowSteps - 1,
      count,
      limit,
    },
  );
  const startMs = Number(range.from / 1_000_000n);
  const empty = { requests: '0', errors: '0', latencyNs: null };
  return [...Map.groupBy(rows, (row) => JSON.stringify(row.group)).values()].map((ofSeries) => {
    const byStep = new Map(ofSeries.map((row) => [row.step, row]));
    const steps = Array.from({ length: count }, (_, step): SeriesStep => {
      const row = byStep.get(step) ?? empty;
      const value = valueOf(measure, row, windowMs / 1_000);
      return { at: startMs + (step + 1) * stepMs, requests: Number(row.requests), value };
    });
    const [{ group, total }] = ofSeries as [StepRow];
    return { labels: toLabels(by, group), requests: Number(total), steps };
  });
}
