import type { Questionable } from '../../client.ts';
import type { Reading } from '../../edges/reading.ts';
import {
  AS_EDGE,
  callsParameters,
  callsWithin,
  EDGE_COLUMNS,
  edgesOfCalls,
  FROM_EDGE,
} from './edges-calls.ts';
import { nanosOf } from './latency.ts';
import { type Scope, scopeParameters } from './scope.ts';

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
 * Who depends on whom: one row for each pair, and one with an empty source for each target that is
 * no service. Computed minutes are read; what the reading says is joined from its spans.
 *
 * Where an address alone is known, its service is the one that others reached there (the answer may
 * be late or not sampled), else it is a host outside. In a scope are the edges of which a service at
 * either end is of it.
 */
export function dependencies(
  store: Questionable,
  { stored, joined }: Pick<Reading, 'stored' | 'joined'>,
  scope: Scope = {},
): Promise<DependencyRow[]> {
  const parts = [
    `SELECT ${AS_EDGE}, requests, errors, latencies, counts
     FROM edge_minutes
     WHERE minute >= toDateTime({fromMinute:UInt32}, 'UTC') AND minute < toDateTime({toMinute:UInt32}, 'UTC')
       AND (minute, version) IN (
         SELECT minute, max(version)
         FROM edge_computations
         WHERE minute >= toDateTime({fromMinute:UInt32}, 'UTC') AND minute < toDateTime({toMinute:UInt32}, 'UTC')
         GROUP BY minute
       )`,
  ];
  if (joined.length > 0) {
    parts.push(
      `SELECT edge, requests, errors, latencies, counts FROM (${edgesOfCalls(callsWithin(joined))})`,
    );
  }
  return store.rows<DependencyRow>(
    `SELECT
       caller.1 AS source,
       caller.2 AS sourceKind,
       callee.1 AS target,
       callee.2 AS targetKind,
       callee.3 AS system,
       callee.4 AS protocol,
       sum(requests) AS requests,
       sum(errors) AS errors,
       arraySort(arrayFilter(name -> name != '', groupUniqArrayArray(edge_namespaces))) AS namespaces,
       arraySort(arrayFilter(name -> name != '', groupUniqArrayArray(edge_environments))) AS environments,
       ${QUANTILES}ArrayMerge(0.5, 0.95, 0.99)(durations) AS quantilesNs
     FROM (
       SELECT
         (source, source_kind) AS caller,
         (
           multiIf(target != '', target, reached != '', reached, address),
           multiIf(target_kind != 'external', target_kind, reached != '', 'service', 'external'),
           system,
           protocol
         ) AS callee,
         [source_namespace, target_namespace] AS edge_namespaces,
         [source_environment, target_environment] AS edge_environments,
         requests, errors, durations
       FROM (
         SELECT ${FROM_EDGE}, requests, errors, durations,
           if(address = '', '', argMax(target, if(target = '', 0, calls)) OVER (PARTITION BY address)) AS reached
         FROM (
           SELECT edge, requests, errors, durations,
             sum(requests) OVER (PARTITION BY edge.${ADDRESS}, edge.${TARGET}) AS calls
           FROM (
             SELECT edge, sum(part.requests) AS requests, sum(part.errors) AS errors,
               ${QUANTILES}ArrayState(0.5, 0.95, 0.99)(arrayMap(latency -> ${nanosOf('latency')}, latencies), counts) AS durations
             FROM (${parts.join(' UNION ALL ')}) AS part
             GROUP BY edge
           )
         )
       )
       WHERE ${eitherEndInScope(scope)}
     )
     GROUP BY GROUPING SETS ((caller, callee), (callee))
     HAVING source != '' OR targetKind != 'service'
     ORDER BY source, target, protocol
     LIMIT ${MOST_DEPENDENCIES + 1}`,
    {
      ...callsParameters(joined),
      ...scopeParameters(scope),
      fromMinute: Number(stored.from / SECOND),
      toMinute: Number(stored.to / SECOND),
    },
  );
}

const SECOND = 1_000_000_000n;
const QUANTILES = 'quantilesExactWeightedInterpolated';
/** Where in an edge they are, counted from 1. */
const ADDRESS = EDGE_COLUMNS.indexOf('address') + 1;
const TARGET = EDGE_COLUMNS.indexOf('target') + 1;
const SCOPED = ['namespace', 'environment', 'version'] as const;

function eitherEndInScope(scope: Scope): string {
  const given = SCOPED.filter((column) => scope[column] !== undefined);
  if (given.length === 0) return '1';
  const end = (name: 'source' | 'target') => [
    `${name}_kind = 'service'`,
    ...given.map((column) => `${name}_${column} = {${column}:String}`),
  ];
  return `(${end('source').join(' AND ')}) OR (${end('target').join(' AND ')})`;
}
