import type { Questionable } from '../../client.ts';
import { TRACE_IDS } from '../time.ts';
import { type TraceTimes, withinTimes } from './times.ts';

export interface TraceSummaryRow {
  readonly traceId: string;
  /** Empty when no span of the trace carries one. */
  readonly correlationId: string;
  readonly rootService: string;
  readonly rootName: string;
  readonly startTimeUnixNano: string;
  readonly durationNs: string;
  readonly spans: string;
  readonly errors: string;
  readonly services: readonly string[];
}

/** The whole of each trace in a line; the times are theirs. */
export async function traceSummaries(
  store: Questionable,
  traceIds: readonly string[],
  times: TraceTimes,
): Promise<TraceSummaryRow[]> {
  if (traceIds.length === 0) return [];
  const { sql, parameters } = withinTimes(times);
  return store.rows<TraceSummaryRow>(
    // The root is the earliest span without a parent, else the earliest of all.
    `SELECT
       lower(hex(trace_id)) AS traceId,
       argMinIf(correlation_id, start_time, correlation_id != '') AS correlationId,
       argMin((service, name), (reinterpretAsUInt64(parent_span_id) != 0, start_time)) AS root,
       root.1 AS rootService,
       root.2 AS rootName,
       toUnixTimestamp64Nano(min(start_time)) AS startTimeUnixNano,
       max(toUnixTimestamp64Nano(start_time) + greatest(duration_ns, 0)) - startTimeUnixNano AS durationNs,
       count() AS spans,
       countIf(status_code = 2) AS errors,
       arraySort(groupUniqArray(100)(service)) AS services
     FROM spans
     WHERE ${sql} AND trace_id IN ${TRACE_IDS}
     GROUP BY trace_id
     ORDER BY startTimeUnixNano, traceId`,
    { ...parameters, traceIds },
  );
}
