import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';

export interface ServiceRequestsRow {
  readonly service: string;
  readonly requests: string;
  readonly errors: string;
  /** p50, p95, p99. */
  readonly quantilesNs: readonly [number, number, number];
  readonly lastTimeUnixNano: string;
}

/** Requests that each service answered in the range: its spans of kind server (2) and consumer (5). */
export function serviceRequests(
  store: Questionable,
  range: TimeRange,
): Promise<ServiceRequestsRow[]> {
  return store.rows<ServiceRequestsRow>(
    `SELECT
       service,
       count() AS requests,
       countIf(status_code = 2) AS errors,
       quantiles(0.5, 0.95, 0.99)(greatest(duration_ns, 0)) AS quantilesNs,
       toUnixTimestamp64Nano(max(start_time)) AS lastTimeUnixNano
     FROM spans
     WHERE ${within('start_time')} AND kind IN (2, 5)
     GROUP BY service
     ORDER BY service
     LIMIT 10000`,
    rangeParameters(range),
  );
}
