import type { Questionable } from '../../client.ts';
import type { TimeRange } from '../time.ts';
import { type Column, QUANTILES_NS, requestRows } from './request-rows.ts';
import type { Scope } from './scope.ts';

/** What one service's requests may be told apart by. */
export type SeriesBy = 'none' | 'version' | 'instance' | 'environment' | 'operation';

const COLUMN: Readonly<Record<SeriesBy, Column | undefined>> = {
  none: undefined,
  version: 'version',
  instance: 'instance',
  environment: 'environment',
  operation: 'name',
};

export interface ServiceSeriesRow {
  readonly value: string;
  /** By time; steps without requests are not there. */
  readonly points: readonly {
    /** Unix seconds at which the step begins. */
    readonly step: number;
    readonly requests: string;
    readonly errors: string;
    /** p50, p95, p99. */
    readonly quantilesNs: readonly [number, number, number];
  }[];
}

/** The requests of one service by steps of time, the series with most requests first. */
export function serviceSeries(
  store: Questionable,
  asked: Readonly<{
    service: string;
    range: TimeRange;
    scope: Scope;
    by: SeriesBy;
    stepSeconds: number;
    limit: number;
  }>,
): Promise<ServiceSeriesRow[]> {
  const column = COLUMN[asked.by];
  const rows = requestRows({
    range: asked.range,
    scope: { ...asked.scope, service: asked.service },
    columns: column ? [column] : [],
    stepSeconds: asked.stepSeconds,
    of: 'requests',
  });
  return store.rows<ServiceSeriesRow>(
    `SELECT value, arraySort(groupArray((step, requests, errors, quantilesNs))) AS found,
       arrayMap(one -> CAST(one, 'Tuple(step UInt32, requests UInt64, errors UInt64, quantilesNs Array(Float64))'), found) AS points
     FROM (
       SELECT
         ${column ?? "''"} AS value,
         step,
         sum(n) AS requests,
         sum(failed) AS errors,
         ${QUANTILES_NS} AS quantilesNs
       FROM (${rows.sql})
       GROUP BY value, step
     ) AS steps
     GROUP BY value
     ORDER BY sum(steps.requests) DESC, value
     LIMIT {limit:UInt32}`,
    { ...rows.parameters, limit: asked.limit },
  );
}
