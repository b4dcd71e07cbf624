import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange } from '../time.ts';

export interface ServiceInstancesRow {
  readonly service: string;
  readonly instances: string;
  readonly lastSeenUnixNano: string;
}

/**
 * Services that sent anything in the range, whatever the signal. A resource without an instance
 * id counts as an instance of its own.
 */
export function serviceInstances(
  store: Questionable,
  range: TimeRange,
): Promise<ServiceInstancesRow[]> {
  return store.rows<ServiceInstancesRow>(
    `SELECT
       service,
       uniqExact(if(instance = '', toString(resource_id), instance)) AS instances,
       toUnixTimestamp64Nano(max(last_seen)) AS lastSeenUnixNano
     FROM resources
     WHERE last_seen >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
       AND first_seen < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
     GROUP BY service
     ORDER BY service
     LIMIT 10000`,
    rangeParameters(range),
  );
}
