import type { OpenMinutes } from '../queries/services/edges-open.ts';
import type { TimeRange } from '../queries/time.ts';

const MINUTE = 60_000_000_000n;

/** Where the edges of a range are taken from. */
export interface Reading {
  /** Whole minutes, of which the computed ones are read. */
  readonly stored: TimeRange;
  /** What is joined from spans, newest first. */
  readonly joined: readonly TimeRange[];
  /** What is neither: it would be too many spans to join while somebody waits. */
  readonly missing: { readonly minutes: number; readonly seconds: number; readonly spans: number };
}

/** Joins open minutes, newest first, as long as they have so few spans together. */
export function planReading(
  range: TimeRange,
  open: readonly OpenMinutes[],
  mostSpans: number,
): Reading {
  const from = ((range.from + MINUTE - 1n) / MINUTE) * MINUTE;
  const to = (range.to / MINUTE) * MINUTE;
  const joined: TimeRange[] = [];
  const missing = { minutes: 0, seconds: 0, spans: 0 };
  let spans = 0;
  for (const run of open) {
    const part = {
      from: run.from > range.from ? run.from : range.from,
      to: run.to < range.to ? run.to : range.to,
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
  return { stored: { from, to: to > from ? to : from }, joined, missing };
}
