import type { Environment } from './environment.ts';

/** One variable for the whole chassis; each part has one of its own beside it. */
export const CHASSIS_SWITCH = 'NUNCHI_CHASSIS';

/**
 * True unless the part is switched off. The chassis is what the agent does to calls and to the
 * process, rather than tell of them: timeouts, breakers, bulkheads, shedding, health, draining.
 */
export function isPartOn(part: string, env: Environment): boolean {
  return env.flag(CHASSIS_SWITCH, true) && env.flag(part, true);
}
