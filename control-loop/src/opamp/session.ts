import { breakersOf, type BreakerState } from '@nunchi/store/control/health';
import { accepts, described, type Instance, unknownInstance } from '../registry/instance.ts';
import { CONFIG_NAME } from './encode.ts';
import {
  type AgentToServer,
  type RemoteConfig,
  REQUEST_INSTANCE_UID,
  type ServerToAgent,
} from './messages.ts';

export const INSTANCE_UID_BYTES = 16;

/** What a service's instances should have; `empty`: nothing is wanted of them. */
export interface WantedConfig extends RemoteConfig {
  readonly empty: boolean;
}

export interface SessionOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly wanted: (service: string) => WantedConfig;
  readonly newInstanceUid: () => Uint8Array;
}

/** What a message brought that is not to be missed, however short it lasted. */
export type SessionEvent = {
  readonly kind: 'breaker';
  readonly address: string;
  readonly state: BreakerState;
  readonly reason: string;
};

export interface SessionStep {
  /** undefined: the message is no reason to know anybody. */
  readonly instance: Instance | undefined;
  readonly reply: ServerToAgent;
  readonly events: readonly SessionEvent[];
  /** Something changed besides the time of the last message. */
  readonly changed: boolean;
}

/** One message of an agent: what is known of it afterwards, and what it is answered. */
export function stepSession(
  before: Instance | undefined,
  message: AgentToServer,
  { now, wanted, newInstanceUid }: SessionOptions,
): SessionStep {
  const { instanceUid } = message;
  if (instanceUid.length !== INSTANCE_UID_BYTES) {
    const length = `instance_uid has ${instanceUid.length} bytes and not ${INSTANCE_UID_BYTES}`;
    return unchanged(before, { kind: 'bad-request', instanceUid, message: length });
  }
  if (message.flags & REQUEST_INSTANCE_UID) {
    const renamed = { kind: 'reply', instanceUid, newInstanceUid: newInstanceUid() } as const;
    return unchanged(before, { ...renamed, reportFullState: true });
  }
  if (message.disconnects && before === undefined) {
    return unchanged(undefined, { kind: 'reply', instanceUid, reportFullState: false });
  }

  const told = merge(before ?? unknownInstance(uidText(instanceUid), now), message, now);
  const config = wanted(told.service);
  const send = !told.left && told.service !== '' && isToBeSent(told, config);
  const instance: Instance = {
    ...told,
    wantedConfig: config.body,
    wantedHash: config.hash,
    sentHash: send ? config.hash : told.sentHash,
  };
  const events = breakerChanges(before, instance);
  return {
    instance,
    reply: {
      kind: 'reply',
      instanceUid,
      reportFullState: !told.left && isIncomplete(before, message, told),
      ...(send && { remoteConfig: { body: config.body, hash: config.hash } }),
    },
    events,
    changed: events.length > 0 || isChanged(before, instance),
  };
}

export function uidText(instanceUid: Uint8Array): string {
  return Buffer.from(instanceUid).toString('hex');
}

function unchanged(instance: Instance | undefined, reply: ServerToAgent): SessionStep {
  return { instance, reply, events: [], changed: false };
}

/** Parts that a message leaves out are as they were. */
function merge(before: Instance, message: AgentToServer, now: number): Instance {
  const { description, health, effectiveConfig, remoteConfigStatus } = message;
  return {
    ...before,
    ...(description && described(description)),
    ...(health && { health }),
    ...(effectiveConfig && { effectiveConfig: effectiveConfig[CONFIG_NAME] ?? '' }),
    ...(remoteConfigStatus && {
      reportedHash: remoteConfigStatus.hash,
      configStatus: remoteConfigStatus.status,
      configError: remoteConfigStatus.error,
    }),
    capabilities: message.capabilities || before.capabilities,
    sequence: message.sequence,
    lastSeen: now,
    left: message.disconnects,
  };
}

/**
 * Whether messages were missed, or the agent is new here, and this one does not make up for it
 * by telling everything that such an agent can tell.
 */
function isIncomplete(
  before: Instance | undefined,
  message: AgentToServer,
  after: Instance,
): boolean {
  if (before?.sequence !== undefined && message.sequence === before.sequence + 1n) {
    return after.service === '' && !message.description;
  }
  return (
    !message.description ||
    (accepts(after, 'reportsHealth') && !message.health) ||
    (accepts(after, 'reportsEffectiveConfig') && !message.effectiveConfig) ||
    (accepts(after, 'reportsRemoteConfig') && !message.remoteConfigStatus)
  );
}

/**
 * A configuration is sent until the agent tells of its hash, applied or refused: to one that
 * refused it, it is not sent again. To an agent that does not tell, it is sent once.
 */
function isToBeSent(instance: Instance, { hash, empty }: WantedConfig): boolean {
  if (!accepts(instance, 'acceptsRemoteConfig')) return false;
  const reports = accepts(instance, 'reportsRemoteConfig');
  const has = reports ? instance.reportedHash : instance.sentHash;
  return has !== hash && !(empty && has === '');
}

function breakerChanges(before: Instance | undefined, after: Instance): SessionEvent[] {
  if (before?.health === after.health) return [];
  const known = new Map(
    breakersOf(before?.health).map(({ address, state }) => [address, state] as const),
  );
  return breakersOf(after.health)
    .filter(({ address, state }) => (known.get(address) ?? 'closed') !== state)
    .map((breaker) => ({ kind: 'breaker', ...breaker }));
}

function isChanged(before: Instance | undefined, after: Instance): boolean {
  if (!before) return true;
  const alike: (keyof Instance)[] = [
    'service',
    'namespace',
    'environment',
    'version',
    'instance',
    'capabilities',
    'left',
    'reportedHash',
    'configStatus',
    'configError',
    'effectiveConfig',
    'wantedHash',
  ];
  return (
    alike.some((name) => before[name] !== after[name]) ||
    before.health?.healthy !== after.health?.healthy
  );
}
