import type { Questionable } from '../../client.ts';
import type { TimeRange } from '../time.ts';
import { QUANTILES_NS, requestRows, TOTAL_NS } from './request-rows.ts';
import type { Scope } from './scope.ts';

const ORDERS = {
  requests: 'requests',
  errors: 'errors',
  p95: 'quantilesNs[2]',
  total: 'totalNs',
} as const;
export type OperationOrder = keyof typeof ORDERS;

export interface OperationRow {
  readonly name: string;
  readonly kind: number;
  readonly requests: string;
  readonly errors: string;
  /** p50, p95, p99. */
  readonly quantilesNs: readonly [number, number, number];
  readonly totalNs: number;
}

/** What a service was asked to do, by the names of its spans; most of what it is sorted by first. */
export function serviceOperations(
  store: Questionable,
  asked: Readonly<{
    service: string;
    range: TimeRange;
    scope: Scope;
    sort: OperationOrder;
    limit: number;
  }>,
): Promise<OperationRow[]> {
  const rows = requestRows({
    range: asked.range,
    scope: { ...asked.scope, service: asked.service },
    columns: ['name', 'kind'],
    of: 'operations',
  });
  return store.rows<OperationRow>(
    `SELECT
       name,
       kind,
       sum(n) AS requests,
       sum(failed) AS errors,
       ${QUANTILES_NS} AS quantilesNs,
       ${TOTAL_NS} AS totalNs
     FROM (${rows.sql})
     GROUP BY name, kind
     ORDER BY ${ORDERS[asked.sort]} DESC, name, kind
     LIMIT {limit:UInt32}`,
    { ...rows.parameters, limit: asked.limit },
  );
}
