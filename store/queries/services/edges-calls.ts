import type { Parameters } from '../../client.ts';
import { extended, startedBetween, type TimeRange } from '../time.ts';
import { firstAttribute, withCalledAddress } from './address.ts';
import { latencyOf } from './latency.ts';

/** An answer is searched this long before and after its call: clocks differ, and calls wait. */
const ANSWER_WITHIN_MS = 60_000;

/**
 * What tells edges apart: columns of `edge_minutes`, and the SQL of each over the rows that
 * {@link callsWithin} has inside.
 */
const PARTS = {
  source_kind: `if(isReceived, 'messaging', 'service')`,
  source: 'if(isReceived, destination, service)',
  source_namespace: `if(isReceived, '', namespace)`,
  source_environment: `if(isReceived, '', environment)`,
  source_version: `if(isReceived, '', version)`,
  target_kind: 'target_kind',
  target: `multiIf(
    isSent, destination,
    isReceived, service,
    answering != '', answering,
    db_system = '', '',
    db_name = '', db_system,
    concat(db_system, ' ', db_name))`,
  target_namespace: `multiIf(isSent, '', isReceived, namespace, answering_namespace)`,
  target_environment: `multiIf(isSent, '', isReceived, environment, answering_environment)`,
  target_version: `multiIf(isSent, '', isReceived, version, answering_version)`,
  system: `multiIf(isMessage, messaging_system, target_kind = 'database', db_system, '')`,
  protocol: `multiIf(
    isMessage, 'messaging',
    target_kind = 'database', 'database',
    rpc_system != '', 'rpc',
    is_http, 'http',
    'other')`,
  address: `if(isMessage OR target_kind = 'database', '', called_address)`,
} as const;

export const EDGE_COLUMNS = Object.keys(PARTS) as readonly (keyof typeof PARTS)[];

/**
 * SQL: the columns as one, `edge`, and back. Subqueries hand it on as one because ClickHouse looks
 * through all that is inside for every column that it is given: that took longer than the work.
 */
export const AS_EDGE = `tuple(${EDGE_COLUMNS.join(', ')}) AS edge`;
export const FROM_EDGE = EDGE_COLUMNS.map((column, index) => `edge.${index + 1} AS ${column}`).join(
  ', ',
);

/**
 * SQL: edges of calls (rows of {@link callsWithin}), with `requests`, `errors`, and how many of the
 * requests had which latency: `counts` of `latencies`. By the minute too, if `minute` is a column.
 */
export function edgesOfCalls(calls: string, by: 'edge' | 'minute, edge' = 'edge'): string {
  return `
    SELECT ${by}, sum(alike) AS requests, sum(failures) AS errors,
      arraySort(groupArray((latency, toUInt32(alike)))) AS distribution,
      distribution.1 AS latencies,
      distribution.2 AS counts
    FROM (
      SELECT ${by}, ${latencyOf('duration')} AS latency, count() AS alike, countIf(failed) AS failures
      FROM (${calls})
      GROUP BY ${by}, latency
    )
    GROUP BY ${by}`;
}

/**
 * SQL: one row for each call that began in the ranges: `edge` (see {@link AS_EDGE}), `start_time`,
 * `duration` in nanoseconds and `failed`.
 *
 * A call is a client span; its target is the service of the server span below it, else the
 * database that its attributes name, else the address that it called. Messages go from the producer
 * to the queue and from the queue to the consumer. A server span below a span of another service
 * that is no client span is a call too.
 *
 * It joins calls with their answers in memory: some 100 bytes a call.
 */
export function callsWithin(ranges: readonly TimeRange[]): string {
  const began = anyOf(ranges, 'call');
  const answered = anyOf(ranges, 'answer');
  const parts = EDGE_COLUMNS.map((column) => PARTS[column]).join(', ');
  return `
    SELECT start_time, duration, failed, tuple(${parts}) AS edge
    FROM (
      SELECT *, isMessage,
        isMessage AND kind = 4 AS isSent,
        isMessage AND kind = 5 AS isReceived,
        multiIf(
          isSent, 'messaging',
          isReceived OR answering != '', 'service',
          db_system != '', 'database',
          'external'
        ) AS target_kind
      FROM (
        SELECT span.*,
          answer.service AS answering,
          answer.namespace AS answering_namespace,
          answer.environment AS answering_environment,
          answer.version AS answering_version
        FROM (${spans(began)}) AS span
        LEFT ANY JOIN (
          SELECT trace_id, parent_span_id, service, namespace, environment, version
          FROM spans
          WHERE (${answered}) AND kind = 2
        ) AS answer ON answer.trace_id = span.trace_id AND answer.parent_span_id = span.span_id
      )
      ARRAY JOIN arrayFilter(
        isOne -> if(isOne, destination != '', multiIf(
          kind = 3, answering != '' OR db_system != '' OR called_address != '',
          kind = 4, false,
          answering != '' AND answering != service
        )),
        [false, true]
      ) AS isMessage
    )`;
}

/** The parameters of {@link callsWithin}. */
export function callsParameters(ranges: readonly TimeRange[]): Parameters {
  const parameters: Record<string, string> = {};
  for (const [index, range] of ranges.entries()) {
    const { from, to } = widened(range);
    Object.assign(parameters, {
      [`call${index}From`]: String(range.from),
      [`call${index}To`]: String(range.to),
      [`answer${index}From`]: String(from),
      [`answer${index}To`]: String(to),
    });
  }
  return parameters;
}

function widened(range: TimeRange): TimeRange {
  const { from, to } = extended(range, ANSWER_WITHIN_MS);
  return { from: from < 0n ? 0n : from, to: to + BigInt(ANSWER_WITHIN_MS) * 1_000_000n };
}

const IS_HTTP = ['http.request.method', 'http.method', 'url.full', 'http.url']
  .map((key) => `attributes['${key}'] != ''`)
  .join(' OR ');

/** A column for each thing that an attribute says; empty where the kind of the span does not say it. */
const spans = (began: string): string => `
  SELECT start_time, service, namespace, environment, version, kind, trace_id, span_id, duration, failed,
    rpc_system, is_http,
    if(kind = 3, called_address, '') AS called_address,
    if(kind = 3, said_db_system, '') AS db_system,
    said_db_name AS db_name,
    if(kind IN (4, 5), said_destination, '') AS destination,
    said_messaging_system AS messaging_system
  FROM (${withCalledAddress(`
    SELECT start_time, service, namespace, environment, version, kind, trace_id, span_id,
      duration_ns AS duration, status_code = 2 AS failed, attributes,
      ${firstAttribute(['db.system.name', 'db.system'])} AS said_db_system,
      ${firstAttribute(['db.namespace', 'db.name'])} AS said_db_name,
      attributes['rpc.system'] AS rpc_system,
      (${IS_HTTP}) AS is_http,
      attributes['messaging.destination.name'] AS said_destination,
      attributes['messaging.system'] AS said_messaging_system
    FROM spans
    WHERE ${began}`)})`;

const anyOf = (ranges: readonly TimeRange[], name: string): string =>
  ranges
    .map((_, index) => `(${startedBetween(`${name}${index}From`, `${name}${index}To`)})`)
    .join(' OR ');
