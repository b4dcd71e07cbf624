import type { Environment } from './environment.ts';

/**
 * False where `NUNCHI_CHASSIS` switches all of it off. The chassis is what the agent does to calls and
 * to the process, rather than tell of them: timeouts, breakers, bulkheads, shedding, health, draining.
 */
export function isChassisOn(env: Environment): boolean {
  return env.flag('NUNCHI_CHASSIS', true);
}

/** False where the part is switched off, by `part`, its own variable, or with the whole chassis. */
export function isPartOn(part: string, env: Environment): boolean {
  return isChassisOn(env) && env.flag(part, true);
}
