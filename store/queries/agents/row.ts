import type { InstanceStatus } from '../../control/snapshots.ts';

/** A row of `agents`. Times are epoch milliseconds; health, attributes and configurations are JSON. */
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
  readonly status: InstanceStatus;
  readonly health: string;
  readonly wantedConfig: string;
  readonly wantedHash: string;
  readonly reportedHash: string;
  readonly configStatus: 'unset' | 'applying' | 'applied' | 'failed';
  readonly configError: string;
  readonly effectiveConfig: string;
}

/** SQL: the columns of an {@link AgentRow}. */
export const AGENT_COLUMNS = `
  instance_uid AS instanceUid, service, namespace, environment, version, instance,
  attributes, capabilities,
  toUnixTimestamp64Milli(first_seen) AS firstSeenMs,
  toUnixTimestamp64Milli(last_seen) AS lastSeenMs,
  heartbeat_seconds AS heartbeatSeconds, status, health,
  wanted_config AS wantedConfig, wanted_hash AS wantedHash, reported_hash AS reportedHash,
  config_status AS configStatus, config_error AS configError,
  effective_config AS effectiveConfig`;
