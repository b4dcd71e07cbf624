import type { Parameters } from '../../client.ts';
import { extended, startedBetween, type TimeRange } from '../time.ts';
import { calledAddress } from './address.ts';
import { latencyOf } from './latency.ts';

/** An answer is searched this long before and after its call: clocks differ, and calls wait. */
export const ANSWER_WITHIN_MS = 60_000;

/** The columns of an edge that say which edge it is, as `edge_minutes` has them. */
export const EDGE_COLUMNS = [
  'source_kind',
  'source',
  'source_namespace',
  'source_environment',
  'source_version',
  'target_kind',
  'target',
  'target_namespace',
  'target_environment',
  'target_version',
  'system',
  'protocol',
  'address',
] as const;

/**
 * SQL: edges of calls (rows of {@link callsWithin}), with `requests`, `errors`, and how many of the
 * requests had which latency: `counts` of `latencies`. `more` are columns to tell edges apart besides.
 */
export function edgesOfCalls(calls: string, ...more: readonly string[]): string {
  const columns = [...more, ...EDGE_COLUMNS].join(', ');
  return `
    SELECT ${columns}, sum(alike) AS requests, sum(failures) AS errors,
      arraySort(groupArray((latency, toUInt32(alike)))) AS distribution,
      distribution.1 AS latencies,
      distribution.2 AS counts
    FROM (
      SELECT ${columns}, ${latencyOf('duration')} AS latency, count() AS alike, countIf(failed) AS failures
      FROM (${calls})
      GROUP BY ${columns}, latency
    )
    GROUP BY ${columns}`;
}

/**
 * SQL: one row for each call that began in the ranges, with {@link EDGE_COLUMNS}, `start_time`,
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
  return `
    SELECT
      start_time, duration, failed,
      isMessage AND kind = 4 AS isSent,
      isMessage AND kind = 5 AS isReceived,
      if(isReceived, 'messaging', 'service') AS source_kind,
      if(isReceived, destination, service) AS source,
      if(isReceived, '', namespace) AS source_namespace,
      if(isReceived, '', environment) AS source_environment,
      if(isReceived, '', version) AS source_version,
      multiIf(
        isSent, 'messaging',
        isReceived OR answer.service != '', 'service',
        db_system != '', 'database',
        'external'
      ) AS target_kind,
      multiIf(
        isSent, destination,
        isReceived, service,
        answer.service != '', answer.service,
        db_system = '', '',
        db_name = '', db_system,
        concat(db_system, ' ', db_name)
      ) AS target,
      multiIf(isSent, '', isReceived, namespace, answer.namespace) AS target_namespace,
      multiIf(isSent, '', isReceived, environment, answer.environment) AS target_environment,
      multiIf(isSent, '', isReceived, version, answer.version) AS target_version,
      multiIf(isMessage, messaging_system, target_kind = 'database', db_system, '') AS system,
      multiIf(
        isMessage, 'messaging',
        target_kind = 'database', 'database',
        rpc_system != '', 'rpc',
        is_http, 'http',
        'other'
      ) AS protocol,
      if(isMessage OR target_kind = 'database', '', called_address) AS address
    FROM (${spans(began)}) AS span
    LEFT ANY JOIN (
      SELECT trace_id, parent_span_id, service, namespace, environment, version
      FROM spans
      WHERE (${answered}) AND kind = 2
    ) AS answer ON answer.trace_id = span.trace_id AND answer.parent_span_id = span.span_id
    ARRAY JOIN arrayFilter(
      isOne -> if(isOne, destination != '', multiIf(
        kind = 3, answer.service != '' OR db_system != '' OR called_address != '',
        kind = 4, false,
        answer.service != '' AND answer.service != service
      )),
      [false, true]
    ) AS isMessage`;
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

/** Where a span is neither a client's nor about a message, its attributes are not looked at but for HTTP. */
const spans = (began: string): string => `
  SELECT start_time, service, namespace, environment, version, kind, trace_id, span_id,
    duration_ns AS duration, status_code = 2 AS failed,
    if(kind = 3, ${calledAddress('spans')}, '') AS called_address,
    if(kind = 3, ${either('db.system.name', 'db.system')}, '') AS db_system,
    if(kind = 3, ${either('db.namespace', 'db.name')}, '') AS db_name,
    attributes['rpc.system'] AS rpc_system,
    (${IS_HTTP}) AS is_http,
    if(kind IN (4, 5), attributes['messaging.destination.name'], '') AS destination,
    if(kind IN (4, 5), attributes['messaging.system'], '') AS messaging_system
  FROM spans
  WHERE (${began})`;

const either = (current: string, old: string): string =>
  `if(attributes['${current}'] != '', attributes['${current}'], attributes['${old}'])`;

const anyOf = (ranges: readonly TimeRange[], name: string): string =>
  ranges
    .map((_, index) => `(${startedBetween(`${name}${index}From`, `${name}${index}To`)})`)
    .join(' OR ');
