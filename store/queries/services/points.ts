import type { Questionable } from '../../client.ts';
import type { TimeRange } from '../time.ts';
import { QUANTILES_NS, requestRows } from './request-rows.ts';
import type { Scope } from './scope.ts';

export interface ServicePointRow {
  readonly service: string;
  /** Unix seconds at which the step begins. */
  readonly step: number;
  readonly requests: string;
  readonly errors: string;
  /** p50, p95, p99. */
  readonly quantilesNs: readonly [number, number, number];
}

/** Requests of each service by steps of time. Steps without requests are not there. */
export function servicePoints(
  store: Questionable,
  range: TimeRange,
  stepSeconds: number,
  scope: Scope = {},
): Promise<ServicePointRow[]> {
  const rows = requestRows({ range, scope, columns: ['service'], stepSeconds, of: 'requests' });
  return store.rows<ServicePointRow>(
    `SELECT
       service,
       step,
       sum(n) AS requests,
       sum(failed) AS errors,
       ${QUANTILES_NS} AS quantilesNs
     FROM (${rows.sql})
     GROUP BY service, step
     ORDER BY service, step`,
    rows.parameters,
  );
}
