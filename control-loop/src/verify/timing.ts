import type { ActionSnapshot } from '@nunchi/store/control/snapshots';

/** Steps are as long as this, or shorter where there is little time before the action. */
const LONGEST_STEP_MS = 5_000;
const SHORTEST_STEP_MS = 1_000;
/** So many steps there should be before the action. */
const STEPS_BEFORE = 6;
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

export interface Periods {
  readonly before: Period;
  readonly after: Period;
  readonly stepMs: number;
}

/**
 * The periods to compare, once it is time to; data is there until `delayMs` ago. What was before the
 * trouble is left out: an action that brings back how it was has helped, and has not changed
 * nothing. An alarm is seen `delayMs` after what raised it.
 */
export function periodsToCompare(
  { state, alarmSince, startedAt, appliedAt, endsAt, verification }: ActionSnapshot,
  now: number,
  delayMs: number,
): Periods | undefined {
  if (state !== 'applied' || verification) return undefined;
  if (startedAt === null || appliedAt === null || endsAt === null) return undefined;
  const dueAt = Math.min(appliedAt + SPAN_MS + delayMs, endsAt - BEFORE_END_MS);
  if (now < dueAt) return undefined;
  const until = Math.min(appliedAt + SPAN_MS, endsAt, now - delayMs);
  const troubledMs = Math.min(SPAN_MS, startedAt - (alarmSince ?? 0) + delayMs);
  const stepMs = stepFor(troubledMs);
  const stepsBefore = Math.max(STEPS_BEFORE, Math.floor(troubledMs / stepMs));
  const stepsAfter = Math.max(0, Math.floor((until - appliedAt) / stepMs));
  return {
    before: { from: startedAt - stepsBefore * stepMs, to: startedAt },
    after: { from: appliedAt, to: appliedAt + stepsAfter * stepMs },
    stepMs,
  };
}

function stepFor(periodMs: number): number {
  const wholeSeconds = Math.floor(periodMs / STEPS_BEFORE / 1_000) * 1_000;
  return Math.min(LONGEST_STEP_MS, Math.max(SHORTEST_STEP_MS, wholeSeconds));
}
