import type { Questionable } from '../../client.ts';

/** A row of `agents`, as the control loop takes it up again. Times are epoch milliseconds. */
export interface AgentRow {
  readonly instanceUid: string;
  readonly service: string;
  readonly namespace: string;
  readonly environment: string;
  readonly version: string;
  readonly instance: string;
  readonly attributes: string;
  readonly capabilities: string;
  readonly firstSeenMs: string;
  readonly lastSeenMs: string;
  readonly heartbeatSeconds: number;
  readonly status: string;
  readonly health: string;
  readonly wantedConfig: string;
  readonly wantedHash: string;
  readonly reportedHash: string;
  readonly configStatus: string;
  readonly configError: string;
  readonly effectiveConfig: string;
}

/** The agents that were heard of after `heardAfter` (epoch milliseconds), those heard last first. */
export function rememberedAgents(
  store: Questionable,
  heardAfter: number,
  limit: number,
): Promise<AgentRow[]> {
  return store.rows<AgentRow>(
    `SELECT
       instance_uid AS instanceUid, service, namespace, environment, version, instance,
       attributes, capabilities,
       toUnixTimestamp64Milli(first_seen) AS firstSeenMs,
       toUnixTimestamp64Milli(last_seen) AS lastSeenMs,
       heartbeat_seconds AS heartbeatSeconds, status, health,
       wanted_config AS wantedConfig, wanted_hash AS wantedHash, reported_hash AS reportedHash,
       config_status AS configStatus, config_error AS configError,
       effective_config AS effectiveConfig
     FROM agents FINAL
     WHERE last_seen >= fromUnixTimestamp64Milli({heardAfter:Int64}, 'UTC')
     ORDER BY last_seen DESC
     LIMIT {limit:UInt32}`,
    { heardAfter, limit },
  );
}
