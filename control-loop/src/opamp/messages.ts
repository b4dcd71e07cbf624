import type { AgentHealth } from '@nunchi/store/control/health';

// The parts of OpAMP that this server speaks, as values. The wire format is in decode.ts and
// encode.ts. https://opentelemetry.io/docs/specs/opamp/

/** Bits of AgentToServer.capabilities. */
export const AGENT_CAPABILITIES = {
  acceptsRemoteConfig: 0x2,
  reportsEffectiveConfig: 0x4,
  reportsHealth: 0x800,
  reportsRemoteConfig: 0x1000,
} as const;

/** AcceptsStatus, OffersRemoteConfig and AcceptsEffectiveConfig. */
export const SERVER_CAPABILITIES = 0x1 | 0x2 | 0x4;

/** Bit of AgentToServer.flags: the agent wants a new instance uid. */
export const REQUEST_INSTANCE_UID = 0x1;

export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface AgentDescription {
  readonly identifying: Attributes;
  readonly other: Attributes;
}

export const CONFIG_STATUSES = ['unset', 'applied', 'applying', 'failed'] as const;
export type ConfigStatus = (typeof CONFIG_STATUSES)[number];

export interface RemoteConfigStatus {
  /** Hexadecimal; empty: the agent never got a configuration. */
  readonly hash: string;
  readonly status: ConfigStatus;
  readonly error: string;
}

/** Bodies of configuration files by name, as text. */
export type ConfigMap = Readonly<Record<string, string>>;

/** What an agent says. A part that is undefined is as it was. */
export interface AgentToServer {
  readonly instanceUid: Uint8Array;
  readonly sequence: bigint;
  readonly capabilities: number;
  readonly flags: number;
  readonly description?: AgentDescription;
  readonly health?: AgentHealth;
  readonly effectiveConfig?: ConfigMap;
  readonly remoteConfigStatus?: RemoteConfigStatus;
  readonly disconnects: boolean;
}

export interface RemoteConfig {
  /** JSON, the one file `nunchi`. */
  readonly body: string;
  /** Hexadecimal. */
  readonly hash: string;
}

export type ServerToAgent =
  | {
      readonly kind: 'reply';
      readonly instanceUid: Uint8Array;
      readonly reportFullState: boolean;
      readonly remoteConfig?: RemoteConfig;
      readonly newInstanceUid?: Uint8Array;
    }
  | {
      readonly kind: 'bad-request';
      readonly instanceUid: Uint8Array;
      readonly message: string;
    }
  | {
      readonly kind: 'unavailable';
      readonly instanceUid: Uint8Array;
      readonly message: string;
      readonly retryAfterMs: number;
    };
