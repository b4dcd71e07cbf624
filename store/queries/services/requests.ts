import type { Questionable } from '../../client.ts';
import type { TimeRange } from '../time.ts';
import { QUANTILES_NS, requestRows } from './request-rows.ts';
import type { Scope } from './scope.ts';

export interface ServiceRequestsRow {
  readonly service: string;
  readonly requests: string;
  readonly errors: string;
  /** p50, p95, p99. */
  readonly quantilesNs: readonly [number, number, number];
}

/** Requests that each service answered in the range: its spans of kind server (2) and consumer (5). */
export function serviceRequests(
  store: Questionable,
  range: TimeRange,
  scope: Scope = {},
): Promise<ServiceRequestsRow[]> {
  const rows = requestRows({ range, scope, columns: ['service'], of: 'requests' });
  return store.rows<ServiceRequestsRow>(
    `SELECT
       service,
       sum(n) AS requests,
       sum(failed) AS errors,
       ${QUANTILES_NS} AS quantilesNs
     FROM (${rows.sql})
     GROUP BY service
     ORDER BY service
     LIMIT 10000`,
    rows.parameters,
  );
}
