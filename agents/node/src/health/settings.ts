import { isChassisOn } from '../chassis.ts';
import type { Environment } from '../environment.ts';

export interface HealthSettings {
  readonly port: number;
  /** Somebody counts on this very port: no other one will do. */
  readonly isPortGiven: boolean;
  /** Undefined: all interfaces. */
  readonly host: string | undefined;
}

/** Above the well-known ports, below those that systems give out by themselves. */
const PORT = 8474;

/** Undefined: switched off. */
export function readHealthSettings(env: Environment): HealthSettings | undefined {
  const given = env.variables['NUNCHI_HEALTH_PORT']?.trim().toLowerCase();
  if (given === 'off' || !isChassisOn(env)) return undefined;
  const port = env.number('NUNCHI_HEALTH_PORT', PORT, { least: 0, most: 65_535, whole: true });
  return {
    port,
    isPortGiven: Boolean(given) && Number(given) === port,
    host: env.variables['NUNCHI_HEALTH_HOST']?.trim() || hostFor(env.variables),
  };
}

/** Kubernetes probes a pod from outside of it; elsewhere nobody outside of the machine needs to ask. */
function hostFor(variables: Readonly<NodeJS.ProcessEnv>): string | undefined {
  return variables['KUBERNETES_SERVICE_HOST'] ? undefined : '127.0.0.1';
}

/**
 * With `NODE_OPTIONS` the agent is in `npm start` too, which would have the port before the service
 * that it starts.
 */
export function onlyStartsOthers(script: string | undefined): boolean {
  return /[\\/](npm|npx|yarn|pnpm|pnpx|corepack|nodemon)(-cli)?(\.[cm]?js)?$/.test(script ?? '');
}
