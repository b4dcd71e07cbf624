// What may be done to this service from outside. Set where the service is started; the control loop
// cannot change it.
import { Refusal } from './validate.ts';

const PARTS = ['breakers', 'sampling'] as const;

export type Part = (typeof PARTS)[number];
export type Allowance = ReadonlySet<Part>;

export interface AllowanceSetting {
  readonly allowed: Allowance;
  /** Words of the setting that mean nothing. */
  readonly unknown: readonly string[];
}

/** From `NUNCHI_REMOTE_ALLOW`: unset allows everything, empty allows nothing. */
export function parseAllowance(setting: string | undefined): AllowanceSetting {
  if (setting === undefined) return { allowed: new Set(PARTS), unknown: [] };
  const words = setting
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  const isPart = (word: string): word is Part => PARTS.some((part) => part === word);
  return {
    allowed: new Set(words.filter(isPart)),
    unknown: words.filter((word) => !isPart(word)),
  };
}

/** Throws a `Refusal` naming the place if `part` is not allowed. */
export function mustAllow(allowed: Allowance, part: Part, at: string): void {
  if (allowed.has(part)) return;
  throw new Refusal(
    `${at} is not allowed here: NUNCHI_REMOTE_ALLOW of this service does not name ${part}.`,
  );
}
