import type { Questionable } from '../../client.ts';
import { IN_STEPS, OWN_SERIES, STEP, stepParameters, type Steps } from './steps.ts';

/** What a gauge is over all instances of a service, at one moment. */
export interface Reading {
  readonly sum: number;
  readonly max: number;
}

export interface GaugeRow {
  readonly metric: string;
  readonly service: string;
  /** The highest reading in each step. */
  readonly steps: ReadonlyMap<number, Reading>;
  /** The newest one, … */
  readonly last: Reading;
  /** … when that was, epoch milliseconds, and how many instances it is of. */
  readonly lastMs: number;
  readonly instances: number;
}

/**
 * Gauges of the stack in each step. All instances measure at the same moments, so a moment is a
 * sum over those that were there: after a restart the former instance counts no more.
 */
export async function pipelineGauges(
  store: Questionable,
  steps: Steps,
  metrics: readonly string[],
): Promise<GaugeRow[]> {
  const rows = await store.rows<{
    readonly metric: string;
    readonly service: string;
    readonly readings: readonly (readonly [number, number, number])[];
    readonly last: readonly [string, string, number, number];
  }>(
    `WITH
       own AS (${OWN_SERIES}),
       moments AS (
         SELECT metric, service, time,
           sum(if(value_type = 'i', toFloat64(int_value), value)) AS total,
           max(if(value_type = 'i', toFloat64(int_value), value)) AS highest,
           count() AS instances
         FROM metric_points INNER JOIN own USING (metric, series_id)
         WHERE ${IN_STEPS} AND value_type != ''
         GROUP BY metric, service, time
       ),
       stepped AS (
         SELECT metric, service, ${STEP} AS step,
           max(total) AS step_total,
           max(highest) AS step_highest,
           argMax((toUnixTimestamp64Milli(time), instances, total, highest), time) AS newest
         FROM moments
         GROUP BY metric, service, step
       )
     SELECT metric, service,
       groupArrayIf((step, step_total, step_highest), step >= 0) AS readings,
       argMax(newest, step) AS last
     FROM stepped
     GROUP BY metric, service
     ORDER BY metric, service
     LIMIT 10000`,
    stepParameters(steps, metrics),
  );
  return rows.map(({ metric, service, readings, last: [lastMs, instances, sum, max] }) => ({
    metric,
    service,
    steps: new Map(readings.map(([step, total, highest]) => [step, { sum: total, max: highest }])),
    last: { sum, max },
    lastMs: Number(lastMs),
    instances: Number(instances),
  }));
}
