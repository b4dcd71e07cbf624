import type { Parameters } from '../../client.ts';
import { extended, type TimeRange } from '../time.ts';
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
  const began = ranges.map((_, index) => between(`call${index}`)).join(' OR ');
  const answered = ranges.map((_, index) => between(`answer${index}`)).join(' OR ');
  return `
    SELECT
      call.start_time AS start_time,
      'service' AS source_kind,
      call.service AS source,
      call.namespace AS source_namespace,
      call.environment AS source_environment,
      call.version AS source_version,
      multiIf(answer.service != '', 'service', db_system != '', 'database', 'external') AS target_kind,
      multiIf(
        answer.service != '', answer.service,
        db_system = '', '',
        db_name = '', db_system,
        concat(db_system, ' ', db_name)
      ) AS target,
      answer.namespace AS target_namespace,
      answer.environment AS target_environment,
      answer.version AS target_version,
      if(target_kind = 'database', db_system, '') AS system,
      multiIf(
        target_kind = 'database', 'database', rpc_system != '', 'rpc', is_http, 'http', 'other'
      ) AS protocol,
      if(target_kind = 'database', '', call.address) AS address,
      failed,
      duration
    FROM (${calls(began)}) AS call
    LEFT ANY JOIN (
      SELECT trace_id, parent_span_id, service, namespace, environment, version
      FROM spans
      WHERE (${answered}) AND kind = 2
    ) AS answer ON answer.trace_id = call.trace_id AND answer.parent_span_id = call.span_id
    WHERE if(
      call.kind = 3,
      target != '' OR address != '',
      answer.service != '' AND answer.service != source
    )
    UNION ALL
    SELECT
      start_time,
      if(kind = 4, 'service', 'messaging') AS source_kind,
      if(kind = 4, service, destination) AS source,
      if(kind = 4, namespace, '') AS source_namespace,
      if(kind = 4, environment, '') AS source_environment,
      if(kind = 4, version, '') AS source_version,
      if(kind = 4, 'messaging', 'service') AS target_kind,
      if(kind = 4, destination, service) AS target,
      if(kind = 4, '', namespace) AS target_namespace,
      if(kind = 4, '', environment) AS target_environment,
      if(kind = 4, '', version) AS target_version,
      attributes['messaging.system'] AS system,
      'messaging' AS protocol,
      '' AS address,
      status_code = 2 AS failed,
      duration_ns AS duration
    FROM (
      SELECT *, attributes['messaging.destination.name'] AS destination
      FROM spans
      WHERE (${began}) AND kind IN (4, 5) AND destination != ''
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

const between = (name: string): string => `(
  start_time >= fromUnixTimestamp64Nano({${name}From:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({${name}To:Int64}, 'UTC'))`;

const IS_HTTP = ['http.request.method', 'http.method', 'url.full', 'http.url']
  .map((key) => `attributes['${key}'] != ''`)
  .join(' OR ');

const calls = (began: string): string => `
  SELECT start_time, service, namespace, environment, version, kind, trace_id, span_id,
    duration_ns AS duration, status_code = 2 AS failed,
    if(kind = 3, ${calledAddress('spans')}, '') AS address,
    if(attributes['db.system.name'] != '', attributes['db.system.name'], attributes['db.system']) AS db_system,
    if(attributes['db.namespace'] != '', attributes['db.namespace'], attributes['db.name']) AS db_name,
    attributes['rpc.system'] AS rpc_system,
    (${IS_HTTP}) AS is_http
  FROM spans
  WHERE (${began}) AND kind IN (0, 1, 2, 3, 5)`;
