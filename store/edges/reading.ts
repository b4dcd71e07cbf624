import type { OpenMinutes } from '../queries/services/edges-open.ts';
import type { TimeRange } from '../queries/time.ts';

const MINUTE = 60_000_000_000n;
const WIDENED_FROM = 30n * MINUTE;

/** Where the edges of a range are taken from. */
export interface Reading {
  /** What the edges are of, {@link widened} from the range that was asked for. */
  readonly covered: TimeRange;
  /** Whole minutes, of which the computed ones are read. */
  readonly stored: TimeRange;
  /** What is joined from spans, newest first. */
  readonly joined: readonly TimeRange[];
  /** What is neither: it would be too many spans to join while somebody waits. */
  readonly missing: { readonly minutes: number; readonly seconds: number; readonly spans: number };
}

/**
 * The range, from half an hour on in whole minutes: there, what happened in the seconds on top does
 * not matter, and joining them would take longer than reading everything else.
 */
export function widened(range: TimeRange): TimeRange {
  if (range.to - range.from < WIDENED_FROM) return range;
  return { from: floor(range.from), to: floor(range.to + MINUTE - 1n) };
}

/**
 * Joins open minutes (those of the widened range), newest first, as long as they have so few spans
 * together. A last minute that is open ends with the range, and not with the minute.
 */
export function planReading(
  range: TimeRange,
  open: readonly OpenMinutes[],
  mostSpans: number,
): Reading {
  const whole = widened(range);
  const endIsOpen = open.some(({ to }) => to > range.to);
  const covered = { from: whole.from, to: endIsOpen ? range.to : whole.to };
  const [from, to] = [floor(covered.from + MINUTE - 1n), floor(covered.to)];
  const joined: TimeRange[] = [];
  const missing = { minutes: 0, seconds: 0, spans: 0 };
  let spans = 0;
  for (const run of open) {
    const part = {
      from: run.from > covered.from ? run.from : covered.from,
      to: run.to < covered.to ? run.to : covered.to,
    };
    if (spans + run.spans <= mostSpans) {
      spans += run.spans;
      joined.push(part);
    } else {
      missing.minutes += run.minutes;
      missing.seconds += Number(part.to - part.from) / 1e9;
      missing.spans += run.spans;
    }
  }
  return { covered, stored: { from, to: to > from ? to : from }, joined, missing };
}

const floor = (time: bigint): bigint => (time / MINUTE) * MINUTE;
