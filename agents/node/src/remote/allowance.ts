// What may be done to this service from outside. Set where the service is started; the control loop
// cannot change it.
import type { Environment } from '../environment.ts';
import { Refusal } from './validate.ts';

const PARTS = ['breakers', 'sampling'] as const;

export type Part = (typeof PARTS)[number];
export type Allowance = ReadonlySet<Part>;

/** From `NUNCHI_REMOTE_ALLOW`: unset allows everything, empty allows nothing. */
export function readAllowance(env: Environment): Allowance {
  const name = 'NUNCHI_REMOTE_ALLOW';
  const words = env.words(name, PARTS);
  return new Set(words ?? (env.variables[name] === undefined ? PARTS : []));
}

/** Throws a `Refusal` naming the place if `part` is not allowed. */
export function mustAllow(allowed: Allowance, part: Part, at: string): void {
  if (allowed.has(part)) return;
  throw new Refusal(
    `${at} is not allowed here: NUNCHI_REMOTE_ALLOW of this service does not name ${part}.`,
  );
}
