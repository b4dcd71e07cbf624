/** What happened in one turn of the clock that measures the event loop. */
export interface Turn {
  /** How late the clock was. */
  readonly delayMs: number;
  /** Requests that came in the meantime. */
  readonly requests: number;
}

export interface Judgement {
  /** The share of requests to refuse, 0 to `MAX_SHARE`. */
  readonly share: number;
  /** Turns in a row that were too late. */
  readonly late: number;
}

export const CALM: Judgement = Object.freeze({ share: 0, late: 0 });

/** One late turn is a garbage collection, a module that loads, a machine that slept. */
const LATE_TURNS = 3;
/** With fewer requests in a late turn it is other work that holds the loop; refusing helps nobody. */
const MANY_REQUESTS = 5;
/** A delay beyond this is no load: the process was stopped, or its machine. */
const SUSPENDED_MS = 30_000;
const UP = 0.2;
/** Slower than up: what it was set back by must not come again at once. */
const DOWN = 0.02;
/** Some always pass: being wrong must not be an outage. */
export const MAX_SHARE = 0.95;

/**
 * Refuses more and more while turn after turn is late, and less and less once turns take less than
 * half of the limit; in between it stays as it is. So the share settles where the process can just
 * do its work, instead of all requests being let in and refused by turns.
 */
export function judge(before: Judgement, turn: Turn, limitMs: number): Judgement {
  if (turn.delayMs > SUSPENDED_MS) return { ...before, late: 0 };
  const isLate = turn.delayMs > limitMs && turn.requests >= MANY_REQUESTS;
  const late = isLate ? before.late + 1 : 0;
  if (late >= LATE_TURNS || (isLate && before.share > 0)) {
    return { share: Math.min(before.share + UP, MAX_SHARE), late };
  }
  if (isLate || (turn.delayMs > limitMs / 2 && turn.delayMs <= limitMs)) {
    return { share: before.share, late };
  }
  // To the hundredth, so that steps up and down end at nothing.
  return { share: Math.max(0, Math.round((before.share - DOWN) * 100) / 100), late };
}
