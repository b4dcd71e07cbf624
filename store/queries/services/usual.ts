import type { Questionable } from '../../client.ts';
import type { TimeRange } from '../time.ts';
import { QUANTILES_NS, requestRows } from './request-rows.ts';
import type { Scope } from './scope.ts';

/** First, second and third quartile of what the hours have. */
export type Quartiles = readonly [number, number, number];

export interface UsualRow {
  readonly service: string;
  /** How many hours had requests enough. */
  readonly hours: string;
  /** In all of those hours. */
  readonly requests: string;
  readonly requestsPerSecond: number;
  readonly errorRates: Quartiles;
  readonly p50Ns: number;
  readonly p95Ns: Quartiles;
  readonly p99Ns: number;
}

/** An hour with fewer requests says nothing about what is usual. */
const FEWEST_REQUESTS = 10;

/**
 * What was usual for each service in a range, by the hour, so that no single bad hour counts for
 * more than one. An hour that the range does not have all of counts as far as it has.
 */
export function usualRequests(
  store: Questionable,
  range: TimeRange,
  scope: Scope = {},
): Promise<UsualRow[]> {
  // Before the first moment that can be stored there is nothing.
  if (range.from >= range.to) return Promise.resolve([]);
  const rows = requestRows({
    range,
    scope,
    columns: ['service'],
    of: 'requests',
    stepSeconds: 3_600,
  });
  const quartiles = 'quantilesExactInclusive(0.25, 0.5, 0.75)';
  return store.rows<UsualRow>(
    `SELECT
       service,
       count() AS hours,
       sum(hourRequests) AS requests,
       quantileExactInclusive(0.5)(hourRequests / least(3600, {to:UInt32} - step)) AS requestsPerSecond,
       ${quartiles}(hourErrors / hourRequests) AS errorRates,
       quantileExactInclusive(0.5)(hourNs[1]) AS p50Ns,
       ${quartiles}(hourNs[2]) AS p95Ns,
       quantileExactInclusive(0.5)(hourNs[3]) AS p99Ns
     FROM (
       SELECT service, step, sum(n) AS hourRequests, sum(failed) AS hourErrors,
         ${QUANTILES_NS} AS hourNs
       FROM (${rows.sql})
       GROUP BY service, step
       HAVING hourRequests >= ${FEWEST_REQUESTS}
     )
     GROUP BY service
     ORDER BY service
     LIMIT 10000`,
    { ...rows.parameters, to: String(range.to / 1_000_000_000n) },
  );
}
