import type { Questionable } from '../../client.ts';
import { OWN_NAMESPACE, OWN_SERVICES } from '../../telemetry/names.ts';

/** When a service of users was seen first and last, in Unix nanoseconds; undefined: never. */
export async function serviceSeen(
  store: Questionable,
  service: string,
): Promise<{ firstSeenUnixNano: string; lastSeenUnixNano: string } | undefined> {
  const [row] = await store.rows<{ firstSeenUnixNano: string; lastSeenUnixNano: string }>(
    `SELECT
       toUnixTimestamp64Nano(min(first_seen)) AS firstSeenUnixNano,
       toUnixTimestamp64Nano(max(last_seen)) AS lastSeenUnixNano
     FROM resources
     WHERE service = {service:String}
       AND NOT (namespace = {ownNamespace:String} AND service IN {ownServices:Array(String)})
     GROUP BY service`,
    { service, ownNamespace: OWN_NAMESPACE, ownServices: OWN_SERVICES },
  );
  return row;
}
