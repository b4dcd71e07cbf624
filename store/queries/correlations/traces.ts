import type { Questionable } from '../../client.ts';

export interface CorrelatedTraceRow {
  /** All zeros: log records that carry the correlation id and belong to no trace. */
  readonly traceId: string;
  readonly firstUnixNano: string;
  readonly lastUnixNano: string;
  /** How many traces there are without the limit, and when all of it was. */
  readonly total: string;
  readonly totalFirstUnixNano: string;
  readonly totalLastUnixNano: string;
}

/** Which traces carry a correlation id, and when; earliest first. */
export function correlatedTraces(
  store: Questionable,
  correlationId: string,
  limit: number,
): Promise<CorrelatedTraceRow[]> {
  return store.rows<CorrelatedTraceRow>(
    `SELECT
       *,
       countIf(traceId != repeat('0', 32)) OVER () AS total,
       min(firstUnixNano) OVER () AS totalFirstUnixNano,
       max(lastUnixNano) OVER () AS totalLastUnixNano
     FROM (
       SELECT
         lower(hex(trace_id)) AS traceId,
         toUnixTimestamp64Nano(min(first_time)) AS firstUnixNano,
         toUnixTimestamp64Nano(max(last_time)) AS lastUnixNano
       FROM correlations
       WHERE correlation_id = {correlationId:String}
       GROUP BY trace_id
     )
     ORDER BY firstUnixNano, traceId
     LIMIT {limit:UInt32}`,
    { correlationId, limit },
  );
}
