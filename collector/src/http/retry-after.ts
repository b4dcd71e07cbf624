/** What waits, in the collector and outside of it. */
export interface Backlog {
  /** How full the journal is: 0 empty, 1 full. */
  readonly journalFill: number;
  /** How long the oldest request of the journal has waited for the store. */
  readonly journalAgeSeconds: number;
  /** Requests that were refused for now during the last seconds. */
  readonly refusedPerSecond: number;
  /** Requests that were taken during the last seconds. */
  readonly takenPerSecond: number;
}

const SHORTEST_SECONDS = 1;
const LONGEST_SECONDS = 30;

/**
 * After how many seconds a sender should come again. What the store needs for what is in the
 * journal is told by the age of the oldest in it, and counts as much as the journal is full.
 * Those who were refused come back: at the present rate it takes so long until all had a turn.
 */
export function retryAfterSeconds(backlog: Backlog): number {
  const forStore = backlog.journalFill * backlog.journalAgeSeconds;
  const forTurn = backlog.refusedPerSecond / Math.max(1, backlog.takenPerSecond);
  const seconds = Math.ceil(Math.max(forStore, forTurn));
  return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, seconds));
}

const MOST_HELD_MS = 2_000;
const REFUSED_AT_ONCE = 100;

/**
 * How long the answer to a refused sender is held back. One that comes again at once, whatever the
 * answer says, costs more than it should: the more are refused, the longer each of them waits.
 */
export function holdMs(refusedPerSecond: number): number {
  return Math.min(MOST_HELD_MS, Math.max(0, refusedPerSecond - REFUSED_AT_ONCE));
}

const SECOND_MS = 1_000;

/** How often something happened lately, about: without a list of when. */
export class Rate {
  readonly #now: () => number;
  readonly #windowMs: number;
  #startMs: number;
  #count = 0;
  #before = 0;

  constructor(now: () => number = () => performance.now(), windowMs = SECOND_MS) {
    this.#now = now;
    this.#windowMs = windowMs;
    this.#startMs = now();
  }

  add(): void {
    this.#turn();
    this.#count += 1;
  }

  get perSecond(): number {
    this.#turn();
    const passed = (this.#now() - this.#startMs) / this.#windowMs;
    return ((this.#count + this.#before * (1 - passed)) * SECOND_MS) / this.#windowMs;
  }

  #turn(): void {
    const passedMs = this.#now() - this.#startMs;
    if (passedMs < this.#windowMs) return;
    this.#before = passedMs < 2 * this.#windowMs ? this.#count : 0;
    this.#count = 0;
    this.#startMs += Math.floor(passedMs / this.#windowMs) * this.#windowMs;
  }
}
