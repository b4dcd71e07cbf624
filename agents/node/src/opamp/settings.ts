// Where the control loop is, and how often it hears from us.
export interface OpampSettings {
  /** Null: switched off. */
  readonly endpoint: URL | null;
  readonly heartbeatSeconds: number;
  /** What was wrong with the environment, in sentences; defaults are used instead. */
  readonly problems: readonly string[];
}

const DEFAULT_ENDPOINT = 'http://127.0.0.1:4320/v1/opamp';
const DEFAULT_HEARTBEAT_SECONDS = 5;

export function readOpampSettings(env: Readonly<NodeJS.ProcessEnv>): OpampSettings {
  const problems: string[] = [];
  return {
    endpoint: env['NUNCHI_OPAMP'] === 'off' ? null : endpointOf(env, problems),
    heartbeatSeconds: heartbeatOf(env, problems),
    problems,
  };
}

function endpointOf(env: Readonly<NodeJS.ProcessEnv>, problems: string[]): URL | null {
  const setting = env['NUNCHI_OPAMP_ENDPOINT'] || DEFAULT_ENDPOINT;
  const url = URL.canParse(setting) ? new URL(setting) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  problems.push(
    `NUNCHI_OPAMP_ENDPOINT must be an http or https URL, not "${setting}": the service runs without the control loop.`,
  );
  return null;
}

function heartbeatOf(env: Readonly<NodeJS.ProcessEnv>, problems: string[]): number {
  const setting = env['NUNCHI_HEARTBEAT_SECONDS'];
  if (!setting) return DEFAULT_HEARTBEAT_SECONDS;
  const seconds = Number(setting);
  if (seconds >= 0.1 && seconds <= 3_600) return seconds;
  problems.push(
    `NUNCHI_HEARTBEAT_SECONDS must be a number from 0.1 to 3600, not "${setting}": ${DEFAULT_HEARTBEAT_SECONDS} is used.`,
  );
  return DEFAULT_HEARTBEAT_SECONDS;
}
