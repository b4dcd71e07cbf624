// What the agent says about itself, in OpAMP's terms.
import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  ComponentHealthSchema,
  EffectiveConfigSchema,
} from '@elastic/opamp-client-node/lib/generated/opamp_pb.js';
import type { AttributeValue } from '@opentelemetry/api';
import type { PeerStatus } from '../breakers/peers.ts';

/** The one key of config maps, both ways. */
export const CONFIG_KEY = 'nunchi';
export const CONFIG_TYPE = 'application/json';

type Attributes = Readonly<Record<string, AttributeValue>>;
type Described = Record<string, AttributeValue | bigint>;

const IDENTIFYING = [
  'service.name',
  'service.namespace',
  'service.version',
  'service.instance.id',
] as const;

const NON_IDENTIFYING =
  /^(host\.name|process\.pid|process\.runtime\..+|deployment\.environment\.name|telemetry\.distro\..+)$/;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export function description(
  resource: Attributes,
  heartbeatSeconds: number,
): { readonly identifyingAttributes: Described; readonly nonIdentifyingAttributes: Described } {
  const identifyingAttributes: Described = {};
  for (const key of IDENTIFYING) {
    const value = resource[key];
    if (value !== undefined) identifyingAttributes[key] = described(value);
  }
  const nonIdentifyingAttributes: Described = { 'nunchi.heartbeat.seconds': heartbeatSeconds };
  for (const [key, value] of Object.entries(resource)) {
    if (NON_IDENTIFYING.test(key)) nonIdentifyingAttributes[key] = described(value);
  }
  return { identifyingAttributes, nonIdentifyingAttributes };
}

/** The instance id where it can be one of OpAMP's; otherwise one is made up. */
export function instanceUid(resource: Attributes): string | undefined {
  const id = resource['service.instance.id'];
  return typeof id === 'string' && UUID.test(id) ? id : undefined;
}

const MAX_REPORTED_PEERS = 200;

/**
 * The service as such, and one entry `breaker/<host:port>` for each peer: those that are not closed
 * first, then those called last, as many as a message should hold. Peers: called last comes last.
 */
export function health(
  startTimeUnixNano: bigint,
  peers: readonly PeerStatus[],
): MessageInitShape<typeof ComponentHealthSchema> {
  return {
    healthy: true,
    status: 'running',
    startTimeUnixNano,
    componentHealthMap: Object.fromEntries(
      reported(peers).map(({ key, state, reason }) => [
        `breaker/${key}`,
        { healthy: state === 'closed', status: state, lastError: reason },
      ]),
    ),
  };
}

function reported(peers: readonly PeerStatus[]): readonly PeerStatus[] {
  if (peers.length <= MAX_REPORTED_PEERS) return peers;
  const open = peers.filter(({ state }) => state !== 'closed');
  const closed = peers.filter(({ state }) => state === 'closed');
  return [...closed, ...open].slice(-MAX_REPORTED_PEERS);
}

export function effectiveConfig(json: string): MessageInitShape<typeof EffectiveConfigSchema> {
  const body = new TextEncoder().encode(json);
  return { configMap: { configMap: { [CONFIG_KEY]: { body, contentType: CONFIG_TYPE } } } };
}

/** Whole numbers as integers: the client would write them as doubles. */
function described(value: AttributeValue): AttributeValue | bigint {
  return Number.isSafeInteger(value) ? BigInt(value as number) : value;
}
