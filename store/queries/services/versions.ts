import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange } from '../time.ts';
import { inScope, type Scope, scopeParameters } from './scope.ts';

export interface ServiceVersionRow {
  readonly version: string;
  readonly instances: string;
  /** Before the range's beginning, if it ran then already; then it may be the hour's beginning. */
  readonly firstSeenUnixNano: string;
}

const FROM = "fromUnixTimestamp64Nano({from:Int64}, 'UTC')";
const TO = "fromUnixTimestamp64Nano({to:Int64}, 'UTC')";

/**
 * Versions of a service that ran in the range, by when they came: in the minute of their first
 * request, as records can arrive long after they were made, and there when they were heard of. What
 * never answered a request came when it was heard of.
 *
 * The few rows of the hours say in which hour a version's first and last request were; minutes are
 * looked at in those hours alone, however long the range is.
 */
export function serviceVersions(
  store: Questionable,
  service: string,
  range: TimeRange,
  scope: Scope = {},
): Promise<ServiceVersionRow[]> {
  const whole = { ...scope, service };
  return store.rows<ServiceVersionRow>(
    `WITH
       hours AS (
         SELECT version, min(hour) AS first, max(hour) AS last
         FROM service_hours
         WHERE ${inScope(whole)}
         GROUP BY version
       ),
       minutes AS (
         SELECT version, min(minute) AS first, max(minute) + INTERVAL 1 MINUTE AS last
         FROM operation_minutes
         WHERE ${inScope(whole)} AND kind IN (2, 5)
           AND (version, toStartOfHour(minute)) IN (
             SELECT version, arrayJoin([first, last])
             FROM hours
             WHERE first < ${TO} AND last + INTERVAL 1 HOUR > ${FROM}
           )
         GROUP BY version
       ),
       heard AS (
         SELECT version, min(first) AS first, uniqExact(one) AS ever, uniqExactIf(one, ran) AS here
         FROM (
           SELECT version, if(instance = '', toString(resource_id), instance) AS one,
             min(first_seen) AS first, first < ${TO} AND max(last_seen) >= ${FROM} AS ran
           FROM resources
           WHERE ${inScope(whole)}
           GROUP BY version, instance, resource_id
         )
         GROUP BY version
       )
     SELECT
       version,
       if(heard.here > 0, heard.here, heard.ever) AS instances,
       toUnixTimestamp64Nano(multiIf(
         hours.last = 0, heard.first,
         minutes.last = 0, toDateTime64(hours.first, 9, 'UTC'),
         toStartOfMinute(heard.first) = minutes.first, heard.first,
         toDateTime64(minutes.first, 9, 'UTC')
       )) AS firstSeenUnixNano
     FROM heard
     LEFT JOIN hours USING (version)
     LEFT JOIN minutes USING (version)
     WHERE heard.here > 0 OR (minutes.first < ${TO} AND minutes.last > ${FROM})
     ORDER BY firstSeenUnixNano, version
     LIMIT 100`,
    { ...rangeParameters(range), ...scopeParameters(whole) },
  );
}
