export interface WorkSettings {
  /**
   * So long the event loop works before it looks again at what came in and what is on disk; longer
   * only when looking took longer.
   */
  readonly sliceMs: number;
  /** Requests are refused when those that wait would take longer than this, … */
  readonly maxWaitMs: number;
  /** … and some have been waiting for this long: many at once are no overload yet, but after one. */
  readonly burstMs: number;
}

interface Clock {
  readonly now: () => number;
  /** Calls back when the event loop is through with everything that is ready now. */
  readonly atEndOfTurn: (done: () => void) => void;
}

const REAL_CLOCK: Clock = {
  now: () => performance.now(),
  atEndOfTurn: (done) => void setImmediate(done),
};

/** So few are no queue, however long one of them takes. */
const FEW = 8;
/** How much the last request says about what the next one costs. */
const WEIGHT = 0.05;
/** Those whose body is there already are refused later than those who have not begun. */
const PATIENCE = 4;
/** A burst, too, may be so many times too much at most. */
const MOST_TIMES = 25;
/** After so long without being behind, many at once may be a burst again, and not the overload. */
const CALM_MS = 2_000;

/**
 * Gives requests their turn on the processor. Each is decoded in one go, so in slices: otherwise
 * an answer whose request is on disk would wait until every other request was decoded. What waits
 * is known, and so whether one more would have to wait for too long.
 */
export class Work {
  readonly #settings: WorkSettings;
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #usualMs = 0;
  #spentMs = 0;
  #turning = false;
  /** Since when too many wait; until none does. */
  #behindSinceMs: number | undefined;
  #lastBehindMs = Number.NEGATIVE_INFINITY;

  constructor(settings: WorkSettings, clock: Clock = REAL_CLOCK) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Whether a request that is not read yet would wait for too long. */
  get isBehind(): boolean {
    return this.#isBehind(1);
  }

  /** Whether one that was read would. */
  get isFarBehind(): boolean {
    return this.#isBehind(PATIENCE);
  }

  /** Requests are refused for another reason: those that then come at once are no burst. */
  refusesAnyway(): void {
    this.#lastBehindMs = this.#clock.now();
  }

  /** Calls `begin` now or soon, in the order in which they came. */
  run<T>(begin: () => Promise<T>): Promise<T> {
    if (this.#waiting.length === 0 && this.#spentMs < this.#settings.sliceMs) {
      return this.#timed(begin);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => this.#timed(begin).then(resolve, reject));
    });
  }

  #isBehind(times: number): boolean {
    const { length } = this.#waiting;
    const { burstMs, maxWaitMs } = this.#settings;
    const waitMs = length * this.#usualMs;
    if (length < FEW || waitMs <= times * maxWaitMs) return false;
    const now = this.#clock.now();
    this.#behindSinceMs ??= now;
    const isBehind =
      now - this.#lastBehindMs < CALM_MS ||
      now - this.#behindSinceMs >= burstMs ||
      waitMs > MOST_TIMES * maxWaitMs;
    if (isBehind) this.#lastBehindMs = now;
    return isBehind;
  }

  #timed<T>(begin: () => Promise<T>): Promise<T> {
    this.#turn();
    const start = this.#clock.now();
    const done = begin();
    const tookMs = this.#clock.now() - start;
    this.#spentMs += tookMs;
    this.#usualMs += (tookMs - this.#usualMs) * WEIGHT;
    return done;
  }

  /** When the event loop was through with everything else, a new slice begins. */
  #turn(): void {
    if (this.#turning) return;
    this.#turning = true;
    const start = this.#clock.now();
    this.#clock.atEndOfTurn(() => {
      const elsewhereMs = this.#clock.now() - start - this.#spentMs;
      const sliceMs = Math.max(this.#settings.sliceMs, elsewhereMs);
      this.#turning = false;
      this.#spentMs = 0;
      let done = 0;
      while (done < this.#waiting.length && this.#spentMs < sliceMs) {
        this.#waiting[done++]?.();
      }
      this.#waiting.splice(0, done);
      if (this.#waiting.length > 0) this.#turn();
      else this.#behindSinceMs = undefined;
    });
  }
}
