export interface TurnSettings {
  /** A turn of the event loop that takes longer is long … */
  readonly maxTurnMs: number;
  /** … and there is overload when long turns made up most of a time like this. */
  readonly overloadWindowMs: number;
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

const MOST = 0.5;

/**
 * Sees overload of the processor. In one turn of the event loop every connection that has sent
 * something is read, one after another, so who is read late in a long turn has waited at least
 * since its beginning. Refusing those keeps turns, and so the wait of all others, short.
 */
export class Turns {
  readonly #settings: TurnSettings;
  readonly #clock: Clock;
  #startMs: number | undefined;
  /** Which share of the last time was spent in long turns; older time counts less and less. */
  #longShare = 0;
  #sharedAtMs: number;

  constructor(settings: TurnSettings, clock: Clock = REAL_CLOCK) {
    this.#settings = settings;
    this.#clock = clock;
    this.#sharedAtMs = clock.now();
  }

  /** To be called whenever work begins; answers whether it waited too long to be begun. */
  tooLate(): boolean {
    const now = this.#clock.now();
    if (this.#startMs === undefined) {
      this.#startMs = now;
      this.#clock.atEndOfTurn(() => this.#end());
      return false;
    }
    return this.#longShare > MOST && now - this.#startMs > this.#settings.maxTurnMs;
  }

  #end(): void {
    const now = this.#clock.now();
    const start = this.#startMs as number;
    this.#startMs = undefined;
    this.#weigh(start, 0);
    this.#weigh(now, now - start > this.#settings.maxTurnMs ? 1 : 0);
  }

  /** Until `atMs` all time was long, or none of it. */
  #weigh(atMs: number, long: 0 | 1): void {
    const kept = Math.exp((this.#sharedAtMs - atMs) / this.#settings.overloadWindowMs);
    this.#longShare = this.#longShare * kept + long * (1 - kept);
    this.#sharedAtMs = atMs;
  }
}
