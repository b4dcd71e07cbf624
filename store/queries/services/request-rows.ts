import type { Parameters } from '../../client.ts';
import { startedBetween, type TimeRange } from '../time.ts';
import { latencyOf, nanosOf } from './latency.ts';
import { partsOf } from './parts.ts';
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

/**
 * What `service_minutes` and `service_hours` have; the rest is in `operation_minutes` alone, and not
 * kept by the hour: that would be nearly as many rows.
 */
const OF_SERVICES: readonly Column[] = ['service', 'namespace', 'environment', 'version'];

const REQUEST = 'kind IN (2, 5)';
const OPERATION = `(${REQUEST} OR (kind IN (0, 1) AND parent_span_id = toFixedString('', 8)))`;

const nanosIn = (latencies: string) =>
  `arrayMap(latency -> ${nanosOf('latency')}, mapKeys(${latencies}))`;
const NANOS = nanosIn('latencies');

/**
 * SQL: p50, p95 and p99 in nanoseconds of {@link requestRows}. They are added up before they are
 * turned into nanoseconds: many rows have the same latencies.
 */
export const QUANTILES_NS = `arrayReduce('quantilesExactWeightedInterpolated(0.5, 0.95, 0.99)',
  ${nanosIn('sumMap(latencies) AS summed')}, mapValues(summed))`;

/** SQL: what {@link requestRows} took altogether, in nanoseconds. */
export const TOTAL_NS = `sumArray(arrayMap((nanos, n) -> nanos * n, ${NANOS}, mapValues(latencies)))`;

/**
 * SQL and its parameters: rows of the columns asked for, with how many requests there were (`n`),
 * how many failed (`failed`), and how many took how long (`latencies`). There are several rows of
 * the same columns.
 */
export function requestRows(asked: RequestsAsked): { sql: string; parameters: Parameters } {
  const { range, scope, columns, stepSeconds } = asked;
  const ofServices = asked.of === 'requests' && columns.every((one) => OF_SERVICES.includes(one));
  const parts = partsOf(range, stepSeconds, ofServices ? ['hours', 'minutes'] : ['minutes']);
  // By time first for all services; by service first for one of them.
  const minutes =
    ofServices && scope.service === undefined ? 'service_minutes' : 'operation_minutes';
  // What has most latencies first: ClickHouse begins with it, and its threads end together.
  const tables = (['hours', 'minutes', 'spans'] as const).filter((table) =>
    parts.some((part) => part.table === table),
  );
  const rows = tables.map((table) => {
    const inParts = (condition: (index: number) => string) =>
      `(${parts.flatMap((part, index) => (part.table === table ? condition(index) : [])).join(' OR ')})`;
    return table === 'spans'
      ? rowsOfSpans(asked, inParts)
      : rowsOfSums(asked, table === 'hours' ? 'service_hours' : minutes, inParts);
  });
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

/** SQL: a condition for each part of the range that the table answers for, of the part's number. */
type InParts = (condition: (part: number) => string) => string;

function rowsOfSums(
  { scope, columns, stepSeconds, of }: RequestsAsked,
  table: string,
  inParts: InParts,
): string {
  const time = table === 'service_hours' ? 'hour' : 'minute';
  const bound = (name: string) => `toDateTime(intDiv({${name}:Int64}, 1000000000), 'UTC')`;
  const inRange = inParts(
    (part) => `${time} >= ${bound(`from${part}`)} AND ${time} < ${bound(`to${part}`)}`,
  );
  const kinds = table === 'operation_minutes' && of === 'requests' ? ` AND ${REQUEST}` : '';
  return `SELECT ${listed(columns, stepOf(time, stepSeconds))}
      requests AS n, errors AS failed, latencies
    FROM ${table}
    WHERE ${inRange}${kinds} AND ${inScope(scope)}`;
}

function rowsOfSpans({ scope, columns, stepSeconds, of }: RequestsAsked, inParts: InParts): string {
  const inRange = inParts((part) => `(${startedBetween(`from${part}`, `to${part}`)})`);
  const keys = listed(columns, stepSeconds === undefined ? [] : ['step']);
  return `SELECT ${keys}sum(alike) AS n, sum(bad) AS failed, sumMap(map(latency, alike)) AS latencies
    FROM (
      SELECT ${listed(columns, stepOf('start_time', stepSeconds))}${latencyOf('duration_ns')} AS latency,
        count() AS alike, countIf(status_code = 2) AS bad
      FROM spans
      WHERE ${inRange} AND ${of === 'requests' ? REQUEST : OPERATION} AND ${inScope(scope)}
      GROUP BY ${keys}latency
    )
    GROUP BY ALL`;
}

const stepOf = (time: string, stepSeconds: number | undefined): string[] =>
  stepSeconds === undefined
    ? []
    : [`toUInt32(intDiv(toUInt32(toDateTime(${time})), {step:UInt32}) * {step:UInt32}) AS step`];

const listed = (columns: readonly string[], more: readonly string[]): string =>
  [...columns, ...more].map((column) => `${column}, `).join('');
