import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';
import { calledAddress } from './address.ts';

/** What is called: a service, or something that sends no spans and is known from its callers. */
export type DependencyKind = 'service' | 'database' | 'messaging' | 'external';

export interface DependencyRow {
  /** Empty in the sums over all callers of a target. */
  readonly source: string;
  readonly sourceKind: 'service' | 'messaging' | '';
  readonly target: string;
  readonly targetKind: DependencyKind;
  /** Product of a database or broker; empty for others. */
  readonly system: string;
  readonly protocol: 'http' | 'rpc' | 'messaging' | 'database' | 'other';
  readonly requests: string;
  readonly errors: string;
  /** Of the services at either end. */
  readonly namespaces: readonly string[];
  readonly environments: readonly string[];
  /** p50, p95, p99, as the caller saw it; of messages, the receiver. */
  readonly quantilesNs: readonly [number, number, number];
}

export const MOST_DEPENDENCIES = 5_000;

/**
 * Who depends on whom in the range: one row for each pair, and one with an empty source for each
 * target that is no service. A call is a client span; its target is the service of the server
 * span below it, or the one that others reached at the same address (the answer may be late or
 * not sampled), else the database or host that its attributes name. Messages go from the producer
 * to the queue and from the queue to the consumer. A server span below a span of another service
 * that is no client span is a call too.
 *
 * It joins the range's calls with their answers in memory: some 100 bytes a call.
 */
export async function dependencies(
  store: Questionable,
  range: TimeRange,
): Promise<DependencyRow[]> {
  const addresses = await store.rows<{ address: string; service: string }>(
    `SELECT address, argMax(answer.service, calls) AS service
     FROM (
       SELECT address, answer.service, count() AS calls
       FROM (${calls('kind = 3')}) AS call
       INNER JOIN (${ANSWERS}) AS answer
         ON answer.trace_id = call.trace_id AND answer.parent_span_id = call.span_id
       WHERE address != ''
       GROUP BY address, answer.service
     )
     GROUP BY address
     LIMIT 10000`,
    rangeParameters(range),
  );
  return store.rows<DependencyRow>(
    `SELECT source, sourceKind, target, targetKind, system, protocol,
       count() AS requests,
       countIf(failed) AS errors,
       arraySort(groupUniqArrayIf(namespace, namespace != '')) AS namespaces,
       arraySort(groupUniqArrayIf(environment, environment != '')) AS environments,
       quantiles(0.5, 0.95, 0.99)(greatest(duration, 0)) AS quantilesNs
     FROM (
       SELECT
         call.service AS source,
         'service' AS sourceKind,
         {known:Map(String, String)}[address] AS reached,
         multiIf(
           answer.service != '', answer.service,
           db_system != '', if(db_name = '', db_system, concat(db_system, ' ', db_name)),
           reached != '', reached,
           address
         ) AS target,
         multiIf(
           answer.service != '', 'service',
           db_system != '', 'database',
           reached != '', 'service',
           'external'
         ) AS targetKind,
         if(targetKind = 'database', db_system, '') AS system,
         multiIf(
           targetKind = 'database', 'database', rpc_system != '', 'rpc', is_http, 'http', 'other'
         ) AS protocol,
         call.namespace AS namespace,
         call.environment AS environment,
         failed,
         duration
       FROM (${calls('kind IN (0, 1, 2, 3, 5)')}) AS call
       LEFT ANY JOIN (${ANSWERS}) AS answer
         ON answer.trace_id = call.trace_id AND answer.parent_span_id = call.span_id
       WHERE target != '' AND (call.kind = 3 OR (answer.service != '' AND answer.service != source))
       UNION ALL
       SELECT
         if(kind = 4, service, destination) AS source,
         if(kind = 4, 'service', 'messaging') AS sourceKind,
         0 AS reached,
         if(kind = 4, destination, service) AS target,
         if(kind = 4, 'messaging', 'service') AS targetKind,
         attributes['messaging.system'] AS system,
         'messaging' AS protocol,
         namespace,
         environment,
         status_code = 2 AS failed,
         duration_ns AS duration
       FROM (
         SELECT *, attributes['messaging.destination.name'] AS destination
         FROM spans
         WHERE ${within('start_time')} AND kind IN (4, 5) AND destination != ''
       )
     )
     GROUP BY GROUPING SETS (
       (source, sourceKind, target, targetKind, system, protocol),
       (target, targetKind, system, protocol)
     )
     HAVING source != '' OR targetKind != 'service'
     ORDER BY source, target, protocol
     LIMIT ${MOST_DEPENDENCIES + 1}`,
    {
      ...rangeParameters(range),
      known: Object.fromEntries(addresses.map(({ address, service }) => [address, service])),
    },
  );
}

const ANSWERS = `
  SELECT trace_id, parent_span_id, service
  FROM spans
  WHERE ${within('start_time')} AND kind = 2`;

const IS_HTTP = ['http.request.method', 'http.method', 'url.full', 'http.url']
  .map((key) => `attributes['${key}'] != ''`)
  .join(' OR ');

const calls = (kinds: string): string => `
  SELECT service, namespace, environment, kind, trace_id, span_id, duration_ns AS duration, status_code = 2 AS failed,
    if(kind = 3, ${calledAddress('spans')}, '') AS address,
    if(attributes['db.system.name'] != '', attributes['db.system.name'], attributes['db.system']) AS db_system,
    if(attributes['db.namespace'] != '', attributes['db.namespace'], attributes['db.name']) AS db_name,
    attributes['rpc.system'] AS rpc_system,
    (${IS_HTTP}) AS is_http
  FROM spans
  WHERE ${within('start_time')} AND ${kinds}`;
