import type { Questionable } from '../../client.ts';
import { OWN_NAMESPACE, OWN_SERVICES } from '../../telemetry/names.ts';
import { rangeParameters, type TimeRange } from '../time.ts';

export interface ServiceInstancesRow {
  readonly service: string;
  readonly instances: string;
  readonly lastSeenUnixNano: string;
}

/**
 * Services that sent anything in the range, whatever the signal. A resource without an instance
 * id counts as an instance of its own. The processes of the stack itself are not among them: they
 * are nobody's services, and what they tell of themselves is on a page of its own.
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
       AND NOT (namespace = {ownNamespace:String} AND service IN {ownServices:Array(String)})
     GROUP BY service
     ORDER BY service
     LIMIT 10000`,
    {
      ...rangeParameters(range),
      ownNamespace: OWN_NAMESPACE,
      ownServices: OWN_SERVICES,
    },
  );
}
