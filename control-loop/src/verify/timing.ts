import type { ActionSnapshot } from '@nunchi/store/control/snapshots';

export const STEP_MS = 5_000;
/** How much before the action, and after it was applied, is looked at. */
const SPAN_MS = 60_000;
/** So much before its end an action is judged at the latest: a bad one is still taken back. */
const BEFORE_END_MS = 4_000;
/** For so long after its end an action waits for its judgement, if the store does not answer. */
export const VERIFY_PATIENCE_MS = 30_000;

export interface Period {
  /** Epoch milliseconds, `to` exclusive; a whole number of steps. */
  readonly from: number;
  readonly to: number;
}

/** The periods to compare, once it is time to; data is there until `delayMs` ago. */
export function periodsToCompare(
  { state, startedAt, appliedAt, endsAt, verification }: ActionSnapshot,
  now: number,
  delayMs: number,
): { readonly before: Period; readonly after: Period } | undefined {
  if (state !== 'applied' || verification) return undefined;
  if (startedAt === null || appliedAt === null || endsAt === null) return undefined;
  const dueAt = Math.min(appliedAt + SPAN_MS + delayMs, endsAt - BEFORE_END_MS);
  if (now < dueAt) return undefined;
  const until = Math.min(appliedAt + SPAN_MS, endsAt, now - delayMs);
  const steps = Math.max(0, Math.floor((until - appliedAt) / STEP_MS));
  return {
    before: { from: startedAt - SPAN_MS, to: startedAt },
    after: { from: appliedAt, to: appliedAt + steps * STEP_MS },
  };
}
