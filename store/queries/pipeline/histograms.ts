import type { Questionable } from '../../client.ts';
import { BEGAN, IN_STEPS, OWN_SERIES, STEP, stepParameters, type Steps } from './steps.ts';

/** Values of one step, by how large they are. */
export interface HistogramStep {
  readonly step: number;
  /** Upper bounds of the buckets; the last count is of what is above the last bound. */
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
}

export interface HistogramRow {
  readonly metric: string;
  readonly service: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly steps: readonly HistogramStep[];
}

/**
 * What was added to histograms of the stack in each step, over the instances of a service; an
 * instance with other bounds stands by itself.
 */
export async function pipelineHistograms(
  store: Questionable,
  steps: Steps,
  metrics: readonly string[],
): Promise<HistogramRow[]> {
  const rows = await store.rows<{
    readonly metric: string;
    readonly service: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly steps: readonly (readonly [number, readonly number[], readonly string[], number])[];
  }>(
    `WITH
       own AS (${OWN_SERIES}),
       ends AS (
         SELECT metric, series_id, ${STEP} AS step,
           argMax((CAST(bucket_counts, 'Array(Int64)'), explicit_bounds, ifNull(sum, 0)), time) AS newest,
           newest.1 AS reached,
           newest.2 AS bounds,
           newest.3 AS total,
           toUnixTimestamp64Nano(argMax(start_time, time)) AS start
         FROM metric_histograms
         WHERE ${IN_STEPS}
         GROUP BY metric, series_id, step
       ),
       following AS (
         SELECT *,
           count() OVER earlier > 1 AS follows,
           lagInFrame(reached) OVER earlier AS last_reached,
           lagInFrame(total) OVER earlier AS last_total,
           lagInFrame(start) OVER earlier AS last_start,
           arrayMap(
             (now, then) -> now - then, reached, arrayResize(last_reached, length(reached))
           ) AS differences,
           follows AND start = last_start AND length(reached) = length(last_reached)
             AND arrayAll(added -> added >= 0, differences) AS goes_on
         FROM ends
         WINDOW earlier AS (
           PARTITION BY metric, series_id ORDER BY step
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
         )
       ),
       increases AS (
         SELECT metric, series_id, step, bounds,
           if(goes_on, differences, reached) AS added,
           if(goes_on, total - last_total, total) AS added_sum
         FROM following
         WHERE step >= 0 AND (follows OR ${BEGAN})
       ),
       summed AS (
         SELECT metric, service, labels, step, bounds,
           sumForEach(added) AS counts,
           sum(added_sum) AS value_sum
         FROM increases INNER JOIN own USING (metric, series_id)
         GROUP BY metric, service, labels, step, bounds
         HAVING arraySum(counts) > 0
       )
     SELECT metric, service, labels,
       arraySort(groupArray((step, bounds, counts, value_sum))) AS steps
     FROM summed
     GROUP BY metric, service, labels
     ORDER BY metric, service, labels
     LIMIT 10000`,
    stepParameters(steps, metrics),
  );
  return rows.map((row) => ({
    ...row,
    steps: row.steps.map(([step, bounds, counts, sum]) => ({
      step,
      bounds,
      counts: counts.map(Number),
      sum,
    })),
  }));
}
