/** What happened in one turn of the clock that measures the event loop. */
export interface Turn {
  /** How late the clock was. */
  readonly delayMs: number;
  /** Share of the time that the loop was not idle, 0 to 1. */
  readonly utilization: number;
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
/** A loop that still finds time to wait has no backlog, however long its pieces of work are. */
const SATURATED = 0.9;
/** A delay beyond this is no load: the process was stopped, or its machine. */
const SUSPENDED_MS = 30_000;
/** Slowly: what the service was set back by must not come again at once. */
const DOWN = 0.02;
const LEAST_UP = 0.05;
/** Some always pass: being wrong must not be an outage. */
export const MAX_SHARE = 0.95;

/**
 * While turn after turn is late, fewer pass: as many as would have made the turn just long enough.
 * Once turns take less than half of the limit, a few more with each; in between it stays as it is.
 * So the share settles where the process can do its work, instead of all requests being let in and
 * refused by turns.
 */
export function judge(before: Judgement, turn: Turn, limitMs: number): Judgement {
  if (turn.delayMs > SUSPENDED_MS) return { ...before, late: 0 };
  const isLate =
    turn.delayMs > limitMs && turn.utilization >= SATURATED && turn.requests >= MANY_REQUESTS;
  const late = isLate ? before.late + 1 : 0;
  if (late >= LATE_TURNS || (isLate && before.share > 0)) {
    const passing = (1 - before.share) * (limitMs / turn.delayMs);
    return { share: shareOf(Math.max(1 - passing, before.share + LEAST_UP)), late };
  }
  const isBetween = turn.delayMs > limitMs / 2 && turn.delayMs <= limitMs;
  if (isLate || isBetween) return { share: before.share, late };
  return { share: shareOf(before.share - DOWN), late };
}

/** In hundredths, so that steps down end at nothing. */
function shareOf(share: number): number {
  return Math.min(Math.max(0, Math.round(share * 100) / 100), MAX_SHARE);
}
