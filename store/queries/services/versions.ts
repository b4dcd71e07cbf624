import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange } from '../time.ts';
import { inScope, type Scope, scopeParameters } from './scope.ts';

export interface ServiceVersionRow {
  readonly version: string;
  readonly instances: string;
  /** Before the range's beginning, if it ran then already. */
  readonly firstSeenUnixNano: string;
}

/** Versions of a service that ran in the range, by when they were seen first. */
export function serviceVersions(
  store: Questionable,
  service: string,
  range: TimeRange,
  scope: Scope = {},
): Promise<ServiceVersionRow[]> {
  return store.rows<ServiceVersionRow>(
    `SELECT
       version,
       uniqExactIf(if(instance = '', toString(resource_id), instance), ran) AS instances,
       toUnixTimestamp64Nano(min(first)) AS firstSeenUnixNano
     FROM (
       SELECT version, instance, resource_id, min(first_seen) AS first,
         first < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
           AND max(last_seen) >= fromUnixTimestamp64Nano({from:Int64}, 'UTC') AS ran
       FROM resources
       WHERE ${inScope({ ...scope, service })}
       GROUP BY version, instance, resource_id
     )
     GROUP BY version
     HAVING instances > 0
     ORDER BY firstSeenUnixNano, version
     LIMIT 100`,
    { ...rangeParameters(range), ...scopeParameters({ ...scope, service }) },
  );
}
