import type { AgentHealth } from '@nunchi/store/control/health';
import type { AgentRow } from '@nunchi/store/queries/agents/row';
import { CONFIG_STATUSES } from '../opamp/messages.ts';
import { type Instance, type RegisteredInstance, unknownInstance } from './instance.ts';

/** A row of the table `agents`. */
export function rowOf(instance: RegisteredInstance, now: number): object {
  return {
    instance_uid: instance.instanceUid,
    updated_at: new Date(now).toISOString(),
    service: instance.service,
    namespace: instance.namespace,
    environment: instance.environment,
    version: instance.version,
    instance: instance.instance,
    attributes: JSON.stringify(instance.attributes),
    capabilities: String(instance.capabilities),
    first_seen: new Date(instance.firstSeen).toISOString(),
    last_seen: new Date(instance.lastSeen).toISOString(),
    heartbeat_seconds: instance.heartbeatSeconds,
    status: instance.status,
    health: JSON.stringify(instance.health),
    wanted_config: instance.wantedConfig,
    wanted_hash: instance.wantedHash,
    reported_hash: instance.reportedHash,
    config_status: instance.configStatus,
    config_error: instance.configError,
    effective_config: instance.effectiveConfig,
  };
}

/** An instance as an earlier process left it; its messages' sequence is not known any more. */
export function instanceOf(row: AgentRow): Instance {
  return {
    ...unknownInstance(row.instanceUid, Number(row.firstSeenMs)),
    service: row.service,
    namespace: row.namespace,
    environment: row.environment,
    version: row.version,
    instance: row.instance,
    attributes: JSON.parse(row.attributes || '{}') as Instance['attributes'],
    capabilities: Number(row.capabilities),
    lastSeen: Number(row.lastSeenMs),
    heartbeatSeconds: row.heartbeatSeconds,
    left: row.status === 'left',
    health: JSON.parse(row.health || 'null') as AgentHealth | null,
    wantedConfig: row.wantedConfig,
    wantedHash: row.wantedHash,
    reportedHash: row.reportedHash,
    configStatus: CONFIG_STATUSES.find((known) => known === row.configStatus) ?? 'unset',
    configError: row.configError,
    effectiveConfig: row.effectiveConfig,
  };
}
