import type { Questionable } from '../../client.ts';

export interface LoopRow {
  /** Epoch milliseconds. */
  readonly timeMs: string;
  readonly startedAtMs: string;
  /** As text where it is not a finite number. */
  readonly ingestLagMs: number | string;
  readonly missedEvaluations: string;
  readonly problems: readonly string[];
}

/** The control loop that said something last; undefined when there never was one. */
export async function newestLoop(store: Questionable): Promise<LoopRow | undefined> {
  const [row] = await store.rows<LoopRow>(
    `SELECT
       toUnixTimestamp64Milli(time) AS timeMs,
       toUnixTimestamp64Milli(started_at) AS startedAtMs,
       ingest_lag_ms AS ingestLagMs,
       missed_evaluations AS missedEvaluations,
       problems
     FROM control_loops
     ORDER BY time DESC
     LIMIT 1`,
  );
  return row;
}
