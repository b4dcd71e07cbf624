import type { Questionable } from '../../client.ts';
import {
  BEGAN,
  IN_STEPS,
  OWN_SERIES,
  STEP,
  STEP_BEFORE_START,
  stepParameters,
  type Steps,
} from './steps.ts';

export interface CounterRow {
  readonly metric: string;
  readonly service: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Increases by step; a step that is not there is not covered by any point. */
  readonly steps: ReadonlyMap<number, number>;
}

/**
 * How much counters of the stack grew in each step, summed over the instances of a service. A
 * series that starts anew counts from zero; a longer time between two points than a step is shared
 * out evenly.
 */
export async function pipelineCounters(
  store: Questionable,
  steps: Steps,
  metrics: readonly string[],
): Promise<CounterRow[]> {
  const rows = await store.rows<{
    readonly metric: string;
    readonly service: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly steps: readonly (readonly [number, number])[];
  }>(
    `WITH
       own AS (${OWN_SERIES}),
       ends AS (
         SELECT metric, series_id, ${STEP} AS step,
           argMax(if(value_type = 'i', toFloat64(int_value), value), time) AS reached,
           toUnixTimestamp64Nano(argMax(start_time, time)) AS start
         FROM metric_points
         WHERE ${IN_STEPS} AND value_type != ''
         GROUP BY metric, series_id, step
       ),
       following AS (
         SELECT *,
           count() OVER earlier > 1 AS follows,
           lagInFrame(step) OVER earlier AS last_step,
           lagInFrame(reached) OVER earlier AS last_reached,
           lagInFrame(start) OVER earlier AS last_start
         FROM ends
         WINDOW earlier AS (
           PARTITION BY metric, series_id ORDER BY step
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
         )
       ),
       increases AS (
         SELECT metric, series_id,
           multiIf(
             follows AND start = last_start AND reached >= last_reached, reached - last_reached,
             follows OR ${BEGAN}, reached,
             0
           ) AS increase,
           multiIf(follows, last_step, ${BEGAN}, ${STEP_BEFORE_START}, step - 1) AS since,
           range(least(since, step - 1) + 1, step + 1) AS covered
         FROM following
       ),
       shares AS (
         SELECT metric, service, labels,
           toInt32(arrayJoin(covered)) AS step,
           sum(increase / length(covered)) AS share
         FROM increases INNER JOIN own USING (metric, series_id)
         GROUP BY metric, service, labels, step
         HAVING step >= 0
       )
     SELECT metric, service, labels, groupArray((step, share)) AS steps
     FROM shares
     GROUP BY metric, service, labels
     ORDER BY metric, service, labels
     LIMIT 10000`,
    stepParameters(steps, metrics),
  );
  return rows.map((row) => ({ ...row, steps: new Map(row.steps) }));
}
