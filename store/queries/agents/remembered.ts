import type { Questionable } from '../../client.ts';
import { AGENT_COLUMNS, type AgentRow } from './row.ts';

/** The agents that were heard of after `heardAfter` (epoch milliseconds), those heard last first. */
export function rememberedAgents(
  store: Questionable,
  heardAfter: number,
  limit: number,
): Promise<AgentRow[]> {
  return store.rows<AgentRow>(
    `SELECT ${AGENT_COLUMNS}
     FROM agents FINAL
     WHERE last_seen >= fromUnixTimestamp64Milli({heardAfter:Int64}, 'UTC')
     ORDER BY last_seen DESC
     LIMIT {limit:UInt32}`,
    { heardAfter, limit },
  );
}
