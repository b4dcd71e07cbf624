import type { AgentHealth, ComponentHealth } from '@nunchi/store/control/health';
import { AttributeList } from './decode-attributes.ts';
import {
  bounded,
  bytes,
  fixed64,
  MalformedMessageError,
  readEntry,
  readFields,
  text,
  varint,
} from './fields.ts';
import {
  type AgentDescription,
  type AgentToServer,
  CONFIG_STATUSES,
  type ConfigMap,
  type RemoteConfigStatus,
} from './messages.ts';

// What an agent tells of itself is kept in memory, so each part is bounded.
const MOST_DESCRIPTION_BYTES = 32_768;
const MOST_HEALTH_BYTES = 32_768;
const MOST_CONFIG_BYTES = 65_536;
const MOST_ERROR_LENGTH = 2_000;
const MOST_COMPONENTS = 256;
const MOST_HASH_BYTES = 64;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Decodes an AgentToServer message; parts that this server has no use for are skipped. Throws
 * {@link MalformedMessageError}.
 */
export function decodeAgentToServer(message: Uint8Array): AgentToServer {
  const said: Writable<AgentToServer> = {
    instanceUid: new Uint8Array(),
    sequence: 0n,
    capabilities: 0,
    flags: 0,
    disconnects: false,
  };
  try {
    readFields(message, {
      1: bytes((read) => (said.instanceUid = Uint8Array.from(read))),
      2: varint((read) => (said.sequence = read)),
      3: bytes((read) => (said.description = description(read))),
      4: varint((read) => (said.capabilities = lowBits(read))),
      5: bytes((read) => (said.health = agentHealth(read))),
      6: bytes((read) => (said.effectiveConfig = effectiveConfig(read))),
      7: bytes((read) => (said.remoteConfigStatus = remoteConfigStatus(read))),
      9: bytes(() => (said.disconnects = true)),
      10: varint((read) => (said.flags = lowBits(read))),
    });
  } catch (error) {
    if (error instanceof MalformedMessageError) throw error;
    throw new MalformedMessageError(
      `the body is not an AgentToServer message: ${(error as Error).message}`,
      { cause: error },
    );
  }
  return said;
}

function description(message: Uint8Array): AgentDescription {
  bounded("the description's size in bytes", message.length, MOST_DESCRIPTION_BYTES);
  const identifying = new AttributeList();
  const other = new AttributeList();
  readFields(message, { 1: bytes(identifying.add), 2: bytes(other.add) });
  return { identifying: identifying.values, other: other.values };
}

/** Components of components are left out. */
function agentHealth(message: Uint8Array): AgentHealth {
  bounded("the health report's size in bytes", message.length, MOST_HEALTH_BYTES);
  const components = new Map<string, ComponentHealth>();
  const own = componentHealth(message, (entry) => {
    const [name, component] = readEntry(entry);
    components.set(
      name,
      componentHealth(component, () => undefined),
    );
    bounded('the number of components', components.size, MOST_COMPONENTS);
  });
  return { ...own, componentHealthMap: Object.fromEntries(components) };
}

function componentHealth(
  message: Uint8Array,
  component: (entry: Uint8Array) => void,
): ComponentHealth {
  const health: Writable<ComponentHealth> = {
    healthy: false,
    status: '',
    lastError: '',
    startTimeUnixNano: '0',
    statusTimeUnixNano: '0',
  };
  readFields(message, {
    1: varint((read) => (health.healthy = read !== 0n)),
    2: fixed64((read) => (health.startTimeUnixNano = String(read))),
    3: text((read) => (health.lastError = read.slice(0, MOST_ERROR_LENGTH))),
    4: text((read) => (health.status = read)),
    5: fixed64((read) => (health.statusTimeUnixNano = String(read))),
    6: bytes(component),
  });
  return health;
}

/** EffectiveConfig 1 is AgentConfigMap, whose 1 is a map of AgentConfigFile: body 1, type 2. */
function effectiveConfig(message: Uint8Array): ConfigMap {
  bounded("the effective configuration's size in bytes", message.length, MOST_CONFIG_BYTES);
  const files = new Map<string, string>();
  const file = (entry: Uint8Array): void => {
    const [name, content] = readEntry(entry);
    readFields(content, { 1: text((body) => void files.set(name, body)) });
  };
  readFields(message, { 1: bytes((map) => readFields(map, { 1: bytes(file) })) });
  return Object.fromEntries(files);
}

function remoteConfigStatus(message: Uint8Array): RemoteConfigStatus {
  const status: Writable<RemoteConfigStatus> = { hash: '', status: 'unset', error: '' };
  readFields(message, {
    1: bytes((read) => {
      bounded("the configuration hash's size in bytes", read.length, MOST_HASH_BYTES);
      status.hash = Buffer.from(read).toString('hex');
    }),
    2: varint((read) => (status.status = CONFIG_STATUSES[Number(read)] ?? 'unset')),
    3: text((read) => (status.error = read.slice(0, MOST_ERROR_LENGTH))),
  });
  return status;
}

/** The bits that are known are among the lowest 32. */
function lowBits(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}
