import type { Questionable } from '../../client.ts';
import type { InstanceStatus } from '../../control/snapshots.ts';
import { AGENT_COLUMNS, type AgentRow } from './row.ts';

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
    `SELECT ${AGENT_COLUMNS}
     FROM agents FINAL
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY service, instance, instance_uid
     LIMIT 10000`,
    { ...filter },
  );
}
