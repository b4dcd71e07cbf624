import type { Steps } from '@nunchi/store/queries/pipeline/steps';
import type { TimeRange } from '@nunchi/store/queries/time';

export const MOST_STEPS = 300;
/** What was measured at the end of a step is in the store this much later. */
const SETTLED_AFTER_MS = 2_000;
const DEFAULT_INTERVAL_MS = 10_000;

const CANDIDATES_MS = [
  1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200,
  86_400, 172_800,
].map((seconds) => seconds * 1_000);

/**
 * Steps for a range: whole ones, as many as fit to be drawn, and none shorter than the time
 * between two snapshots (0: it is not known). A step that is not over yet is left out.
 */
export function chooseSteps(range: TimeRange, intervalMs: number, nowMs: number): Steps {
  const fromMs = Number(range.from / 1_000_000n);
  const toMs = Number(range.to / 1_000_000n);
  const everyMs = intervalMs || DEFAULT_INTERVAL_MS;
  const wantedMs = Math.max((toMs - fromMs) / MOST_STEPS, everyMs);
  const stepMs =
    CANDIDATES_MS.find((step) => step >= wantedMs && step % everyMs === 0) ??
    Math.ceil(wantedMs / everyMs) * everyMs;
  const endMs = Math.floor(Math.min(toMs, nowMs - SETTLED_AFTER_MS) / stepMs) * stepMs;
  const startMs = Math.min(Math.ceil(fromMs / stepMs) * stepMs, endMs - stepMs);
  return { startMs, stepMs, count: (endMs - startMs) / stepMs };
}

/** Ends of the steps, epoch milliseconds. */
export const timesOf = ({ startMs, stepMs, count }: Steps): number[] =>
  Array.from({ length: count }, (_, step) => startMs + (step + 1) * stepMs);
