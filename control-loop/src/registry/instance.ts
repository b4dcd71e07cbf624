import { type AgentHealth, breakersOf, type ReportedBreaker } from '@nunchi/store/control/health';
import type { InstanceStatus } from '@nunchi/store/control/snapshots';
import {
  AGENT_CAPABILITIES,
  type AgentDescription,
  type Attributes,
  type AttributeValue,
  type ConfigStatus,
} from '../opamp/messages.ts';

/** An agent as its messages so far describe it. Times are epoch milliseconds. */
export interface Instance {
  /** 32 hexadecimal digits. */
  readonly instanceUid: string;
  readonly service: string;
  readonly namespace: string;
  readonly environment: string;
  readonly version: string;
  readonly instance: string;
  /** Identifying and other attributes of the agent's description. */
  readonly attributes: Attributes;
  readonly capabilities: number;
  /** Of its last message; undefined: not known since this process started. */
  readonly sequence: bigint | undefined;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly heartbeatSeconds: number;
  /** It said goodbye. */
  readonly left: boolean;
  readonly health: AgentHealth | null;
  /** Hexadecimal; of the configuration that it last told of. */
  readonly reportedHash: string;
  readonly configStatus: ConfigStatus;
  readonly configError: string;
  /** JSON; empty: it never told. */
  readonly effectiveConfig: string;
  /** What was last wanted of it: JSON and its hash in hexadecimal. */
  readonly wantedConfig: string;
  readonly wantedHash: string;
  /** Of the configuration that was last sent to it by this process. */
  readonly sentHash: string;
}

/** An instance as the rest of the loop sees it. */
export interface RegisteredInstance extends Instance {
  readonly status: InstanceStatus;
  readonly breakers: readonly ReportedBreaker[];
}

/** OpAMP's recommendation; our agents say in `nunchi.heartbeat.seconds` what theirs is. */
const HEARTBEAT_SECONDS = 30;
const LONGEST_HEARTBEAT_SECONDS = 86_400;
const SHORTEST_HEARTBEAT_SECONDS = 0.1;

/** An instance that has said nothing yet. */
export function unknownInstance(instanceUid: string, now: number): Instance {
  return {
    instanceUid,
    ...described({ identifying: {}, other: {} }),
    capabilities: 0,
    sequence: undefined,
    firstSeen: now,
    lastSeen: now,
    left: false,
    health: null,
    reportedHash: '',
    configStatus: 'unset',
    configError: '',
    effectiveConfig: '',
    wantedConfig: '',
    wantedHash: '',
    sentHash: '',
  };
}

/** What an agent's description says of an instance. */
export function described({ identifying, other }: AgentDescription) {
  const attributes = { ...other, ...identifying };
  const text = (...names: string[]): string => {
    const value = names.map((name) => attributes[name]).find((found) => found !== undefined);
    return asText(value);
  };
  return {
    service: text('service.name'),
    namespace: text('service.namespace'),
    environment: text('deployment.environment.name', 'deployment.environment'),
    version: text('service.version'),
    instance: text('service.instance.id'),
    attributes,
    heartbeatSeconds: heartbeat(attributes['nunchi.heartbeat.seconds']),
  };
}

export function accepts(
  { capabilities }: Pick<Instance, 'capabilities'>,
  capability: keyof typeof AGENT_CAPABILITIES,
): boolean {
  return (capabilities & AGENT_CAPABILITIES[capability]) !== 0;
}

/** Heartbeats after which one, or three, were missed: half of one is for what delays the next. */
const LATE_AFTER = 1.5;
const DOWN_AFTER = 3.5;

/** Silence counts from `loopStart` at the earliest: a loop that was down heard nobody. */
function statusOf(instance: Instance, now: number, loopStart: number): InstanceStatus {
  if (instance.left) return 'left';
  const heartbeatMs = instance.heartbeatSeconds * 1_000;
  const silentMs = now - Math.max(instance.lastSeen, loopStart);
  if (silentMs > DOWN_AFTER * heartbeatMs) return 'down';
  if (silentMs > LATE_AFTER * heartbeatMs) return 'late';
  const unhealthy = instance.health !== null && !instance.health.healthy;
  return unhealthy || instance.configStatus === 'failed' ? 'degraded' : 'healthy';
}

export function register(instance: Instance, now: number, loopStart: number): RegisteredInstance {
  return {
    ...instance,
    status: statusOf(instance, now, loopStart),
    breakers: breakersOf(instance.health),
  };
}

/** Neither down nor gone: it can be told to do something. */
export function isLiving({ status }: Pick<RegisteredInstance, 'status'>): boolean {
  return status !== 'down' && status !== 'left';
}

/** How people call it. */
export function nameOf({ service, instance, instanceUid }: Instance): string {
  return `${service || 'an unnamed service'} (${instance || instanceUid})`;
}

function heartbeat(value: AttributeValue | undefined): number {
  if (typeof value !== 'number' && typeof value !== 'string') return HEARTBEAT_SECONDS;
  const seconds = Number(value);
  if (!(seconds > 0)) return HEARTBEAT_SECONDS;
  return Math.min(Math.max(seconds, SHORTEST_HEARTBEAT_SECONDS), LONGEST_HEARTBEAT_SECONDS);
}

function asText(value: AttributeValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
