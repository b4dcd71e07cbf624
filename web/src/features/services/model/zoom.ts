import type { TimeRange } from '../../../shared/time/range.ts';
import type { Window } from './charts.ts';

/** Less shows nothing: points are seconds apart at the closest. */
const LEAST_MS = 30_000;

/** The range that was drawn over, made longer at both ends where it is too short. */
export function zoomedIn({ from, to }: Window): TimeRange {
  const missing = Math.max(0, LEAST_MS - (to - from)) / 2;
  return rangeOf(from - missing, to + missing);
}

/** Twice as long, around the same middle, but not into the future. */
export function zoomedOut({ from, to }: Window, nowMs: number): TimeRange {
  const length = to - from;
  const end = Math.min(to + length / 2, Math.max(nowMs, to));
  return rangeOf(end - 2 * length, end);
}

const rangeOf = (from: number, to: number): TimeRange => ({
  from: new Date(Math.round(from)).toISOString(),
  to: new Date(Math.round(to)).toISOString(),
});
