import type { Environment } from '../environment.ts';

/** Where the control loop is, and how often it hears from us. */
export interface OpampSettings {
  /** Null: switched off. */
  readonly endpoint: URL | null;
  readonly heartbeatSeconds: number;
}

const DEFAULT_ENDPOINT = 'http://127.0.0.1:4320/v1/opamp';
const DEFAULT_HEARTBEAT_SECONDS = 5;

export function readOpampSettings(env: Environment): OpampSettings {
  const endpoint = env.url('NUNCHI_OPAMP_ENDPOINT', DEFAULT_ENDPOINT);
  const bounds = { least: 0.1, most: 3_600 };
  return {
    endpoint: env.flag('NUNCHI_OPAMP', true) ? endpoint : null,
    heartbeatSeconds: env.number('NUNCHI_HEARTBEAT_SECONDS', DEFAULT_HEARTBEAT_SECONDS, bounds),
  };
}
