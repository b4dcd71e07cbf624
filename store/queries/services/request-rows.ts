import type { Parameters } from '../../client.ts';
import type { TimeRange } from '../time.ts';
import { latencyOf, nanosOf } from './latency.ts';
import { type Part, partsOf } from './parts.ts';
import { inScope, type Scope, scopeParameters } from './scope.ts';

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
  /** What the rows are told apart by. */
  readonly columns: readonly Column[];
  /** Rows have a `step`, at which theirs begins in Unix seconds. Without: they have none. */
  readonly stepSeconds?: number;
  /** Operations are requests and, besides, roots of traces that are no requests. */
  readonly of: 'requests' | 'operations';
}

/** What `service_minutes` and `service_hours` have; the rest is in `operation_minutes` alone. */
const OF_SERVICES: readonly Column[] = ['service', 'namespace', 'environment', 'version'];

const REQUEST = 'kind IN (2, 5)';
const OPERATION = `(${REQUEST} OR (kind IN (0, 1) AND parent_span_id = toFixedString('', 8)))`;

const NANOS = `arrayMap(latency -> ${nanosOf('latency')}, mapKeys(latencies))`;

/** SQL: p50, p95 and p99 in nanoseconds of {@link requestRows}. */
export const QUANTILES_NS = `quantilesExactWeightedInterpolatedArray(0.5, 0.95, 0.99)(${NANOS}, mapValues(latencies))`;

/** SQL: what {@link requestRows} took altogether, in nanoseconds. */
export const TOTAL_NS = `sumArray(arrayMap((nanos, n) -> nanos * n, ${NANOS}, mapValues(latencies)))`;

/**
 * SQL and its parameters: rows of the columns asked for, with how many requests there were (`n`),
 * how many failed (`failed`), and how many took how long (`latencies`). There are several rows of
 * the same columns.
 */
export function requestRows(asked: RequestsAsked): { sql: string; parameters: Parameters } {
  const { range, scope, columns, stepSeconds } = asked;
  const ofServices =
    scope.service === undefined && columns.every((column) => OF_SERVICES.includes(column));
  // Operations are not kept by the hour: that would be nearly as many rows.
  const parts = partsOf(range, ofServices ? stepSeconds : Math.min(stepSeconds ?? 60, 60));
  const rows = parts.map((part, index) =>
    part.table === 'spans'
      ? rowsOfSpans(asked, index)
      : rowsOfTable(asked, tableOf(part, ofServices), index),
  );
  const bounds = parts.flatMap(({ from, to }, index) => [
    [`from${index}`, String(from)],
    [`to${index}`, String(to)],
  ]);
  return {
    sql: rows.join(' UNION ALL '),
    parameters: {
      ...Object.fromEntries(bounds),
      ...scopeParameters(scope),
      ...(stepSeconds !== undefined && { step: stepSeconds }),
    },
  };
}

function tableOf({ table }: Part, ofServices: boolean): string {
  if (!ofServices) return 'operation_minutes';
  return table === 'hours' ? 'service_hours' : 'service_minutes';
}

function rowsOfTable(
  { scope, columns, stepSeconds, of }: RequestsAsked,
  table: string,
  part: number,
) {
  const time = table === 'service_hours' ? 'hour' : 'minute';
  const bound = (name: string) => `toDateTime(intDiv({${name}${part}:Int64}, 1000000000), 'UTC')`;
  const kinds = table === 'operation_minutes' && of === 'requests' ? ` AND ${REQUEST}` : '';
  return `SELECT ${[...columns, ...stepOf(time, stepSeconds)].map((column) => `${column}, `).join('')}
      requests AS n, errors AS failed, latencies
    FROM ${table}
    WHERE ${time} >= ${bound('from')} AND ${time} < ${bound('to')}${kinds} AND ${inScope(scope)}`;
}

function rowsOfSpans({ scope, columns, stepSeconds, of }: RequestsAsked, part: number): string {
  const bound = (name: string) => `fromUnixTimestamp64Nano({${name}${part}:Int64}, 'UTC')`;
  const step = stepSeconds === undefined ? [] : ['step'];
  const keys = [...columns, ...step].map((column) => `${column}, `).join('');
  const selected = [...columns, ...stepOf('start_time', stepSeconds)];
  return `SELECT ${keys}sum(alike) AS n, sum(bad) AS failed, sumMap(map(latency, alike)) AS latencies
    FROM (
      SELECT ${selected.map((column) => `${column}, `).join('')}${latencyOf('duration_ns')} AS latency,
        count() AS alike, countIf(status_code = 2) AS bad
      FROM spans
      WHERE start_time >= ${bound('from')} AND start_time < ${bound('to')}
        AND ${of === 'requests' ? REQUEST : OPERATION} AND ${inScope(scope)}
      GROUP BY ${keys}latency
    )
    GROUP BY ALL`;
}

const stepOf = (time: string, stepSeconds: number | undefined): string[] =>
  stepSeconds === undefined
    ? []
    : [`toUInt32(intDiv(toUInt32(toDateTime(${time})), {step:UInt32}) * {step:UInt32}) AS step`];
