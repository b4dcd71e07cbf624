import type { Questionable } from '../../client.ts';
import { OWN_NAMESPACE, OWN_SERVICES } from '../../telemetry/names.ts';
import { rangeParameters, type TimeRange } from '../time.ts';
import { inScope, type Scope, scopeParameters } from './scope.ts';

export interface ServiceInstancesRow {
  readonly service: string;
  readonly instances: string;
  readonly namespaces: readonly string[];
  readonly environments: readonly string[];
  readonly versions: readonly string[];
  readonly lastSeenUnixNano: string;
}

/** More than these of a service's namespaces, environments or versions are not told apart. */
const MOST_VALUES = 100;
const values = (column: string) =>
  `arraySort(groupUniqArrayIf(${MOST_VALUES})(${column}, ${column} != ''))`;

/**
 * Services that sent anything in the range, whatever the signal. A resource without an instance
 * id counts as an instance of its own. The processes of the stack itself are not among them: they
 * are nobody's services, and what they tell of themselves is on a page of its own.
 */
export function serviceInstances(
  store: Questionable,
  range: TimeRange,
  scope: Scope = {},
): Promise<ServiceInstancesRow[]> {
  return store.rows<ServiceInstancesRow>(
    `SELECT
       service,
       uniqExact(if(instance = '', toString(resource_id), instance)) AS instances,
       ${values('namespace')} AS namespaces,
       ${values('environment')} AS environments,
       ${values('version')} AS versions,
       toUnixTimestamp64Nano(max(last_seen)) AS lastSeenUnixNano
     FROM resources
     WHERE last_seen >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
       AND first_seen < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
       AND NOT (namespace = {ownNamespace:String} AND service IN {ownServices:Array(String)})
       AND ${inScope(scope)}
     GROUP BY service
     ORDER BY service
     LIMIT 10000`,
    {
      ...rangeParameters(range),
      ...scopeParameters(scope),
      ownNamespace: OWN_NAMESPACE,
      ownServices: OWN_SERVICES,
    },
  );
}
