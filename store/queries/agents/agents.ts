import type { Questionable } from '../../client.ts';
import type { InstanceStatus } from '../../control/snapshots.ts';

/** An agent of the registry. Names as the table's; JSON is text. */
export interface AgentRow {
  readonly instanceUid: string;
  readonly service: string;
  readonly namespace: string;
  readonly environment: string;
  readonly version: string;
  readonly instance: string;
  readonly status: InstanceStatus;
  readonly firstSeenMs: string;
  readonly lastSeenMs: string;
  readonly heartbeatSeconds: number;
  readonly configStatus: 'unset' | 'applying' | 'applied' | 'failed';
  readonly configError: string;
  readonly wantedHash: string;
  readonly reportedHash: string;
  readonly health: string;
  readonly attributes: string;
  readonly wantedConfig: string;
  readonly effectiveConfig: string;
}

export interface AgentFilter {
  readonly instanceUid?: string;
  readonly service?: string;
  readonly status?: InstanceStatus;
}

const COLUMN: Readonly<Record<keyof AgentFilter, string>> = {
  instanceUid: 'instance_uid',
  service: 'service',
  status: 'status',
};

/** Agents that match, by service and instance; at most 10,000. */
export function findAgents(store: Questionable, filter: AgentFilter): Promise<AgentRow[]> {
  const conditions = (Object.keys(filter) as (keyof AgentFilter)[]).map(
    (key) => `${COLUMN[key]} = {${key}:String}`,
  );
  return store.rows<AgentRow>(
    `SELECT
       instance_uid AS instanceUid, service, namespace, environment, version, instance, status,
       toUnixTimestamp64Milli(first_seen) AS firstSeenMs,
       toUnixTimestamp64Milli(last_seen) AS lastSeenMs,
       heartbeat_seconds AS heartbeatSeconds,
       config_status AS configStatus,
       config_error AS configError,
       wanted_hash AS wantedHash,
       reported_hash AS reportedHash,
       health, attributes,
       wanted_config AS wantedConfig,
       effective_config AS effectiveConfig
     FROM agents FINAL
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY service, instance, instance_uid
     LIMIT 10000`,
    { ...filter },
  );
}
