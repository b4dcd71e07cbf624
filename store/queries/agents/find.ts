import type { Questionable } from '../../client.ts';
import type { InstanceStatus } from '../../control/snapshots.ts';
import { AGENT_COLUMNS, type AgentRow } from './row.ts';

export interface AgentFilter {
  readonly service?: string;
  readonly status?: InstanceStatus;
}

const COLUMN: Readonly<Record<keyof AgentFilter, string>> = {
  service: 'service',
  status: 'status',
};

/** An agent in a list: without the long texts that only a look at one of them needs. */
export type ListedAgent = Omit<AgentRow, 'attributes' | 'wantedConfig' | 'effectiveConfig'>;

const LONG_COLUMNS = 'attributes, wantedConfig, effectiveConfig';

/** Agents that match, by service and instance; at most 10,000. */
export function findAgents(store: Questionable, filter: AgentFilter): Promise<ListedAgent[]> {
  const conditions = (Object.keys(filter) as (keyof AgentFilter)[]).map(
    (key) => `${COLUMN[key]} = {${key}:String}`,
  );
  return store.rows<ListedAgent>(
    `SELECT * EXCEPT (${LONG_COLUMNS}) FROM (
       SELECT ${AGENT_COLUMNS}
       FROM agents FINAL
       ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY service, instance, instance_uid
       LIMIT 10000
     )`,
    { ...filter },
  );
}

/** One agent, with everything that it told; undefined: it has not reported itself. */
export async function findAgent(
  store: Questionable,
  instanceUid: string,
): Promise<AgentRow | undefined> {
  const [row] = await store.rows<AgentRow>(
    `SELECT ${AGENT_COLUMNS} FROM agents FINAL WHERE instance_uid = {instanceUid:String}`,
    { instanceUid },
  );
  return row;
}
