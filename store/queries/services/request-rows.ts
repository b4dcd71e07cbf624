import type { Parameters } from '../../client.ts';
import type { TimeRange } from '../time.ts';
import { inScope, type Scope, scopeParameters } from './scope.ts';

/** A latency is kept as a number of 64ths of a power of two: neighbours are 1.1 % apart. */
const latencyOf = (nanos: string) => `toUInt16(round(log2(greatest(${nanos}, 1)) * 64))`;

/** SQL: nanoseconds of a latency, within 0.55 % of what was measured. */
export const LATENCY_NS = 'exp2(latency / 64)';

/** SQL: p50, p95 and p99 in nanoseconds of {@link requestRows}. */
export const QUANTILES_NS = `quantilesExactWeightedInterpolated(0.5, 0.95, 0.99)(${LATENCY_NS}, n)`;

export type Column =
  | 'service'
  | 'namespace'
  | 'environment'
  | 'version'
  | 'instance'
  | 'name'
  | 'kind';

export interface RequestsAsked {
  readonly range: TimeRange;
  readonly scope: Scope;
  readonly columns: readonly Column[];
  /** Operations are requests and, besides, roots of traces that are no requests. */
  readonly of: 'requests' | 'operations';
}

const REQUEST = 'kind IN (2, 5)';
const OPERATION = `(${REQUEST} OR kind IN (0, 1) AND parent_span_id = toFixedString('', 8))`;

/**
 * SQL and its parameters: rows of the columns asked for, `time` in seconds, `latency`, and how
 * many were like that: `n`, of which `failed` failed.
 */
export function requestRows(asked: RequestsAsked): { sql: string; parameters: Parameters } {
  const { range, scope, columns } = asked;
  return {
    sql: `SELECT ${columns.map((column) => `${column}, `).join('')}toDateTime(start_time, 'UTC') AS time,
            ${latencyOf('duration_ns')} AS latency, 1 AS n, status_code = 2 AS failed
          FROM spans
          WHERE start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
            AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
            AND ${asked.of === 'requests' ? REQUEST : OPERATION} AND ${inScope(scope)}`,
    parameters: { from: String(range.from), to: String(range.to), ...scopeParameters(scope) },
  };
}
