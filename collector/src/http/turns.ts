export interface TurnSettings {
  /** A request that could not be looked at for this long has waited too long … */
  readonly maxTurnMs: number;
  /** … when turns have been longer than that for so long: a single long one is no overload. */
  readonly patienceMs: number;
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

/**
 * Sees overload of the processor. In one turn of the event loop every connection that has sent
 * something is read, one after another, so who is read late in a long turn has waited at least
 * since its beginning. Refusing those keeps turns, and so the wait of all others, short.
 */
export class Turns {
  readonly #settings: TurnSettings;
  readonly #clock: Clock;
  #startMs: number | undefined;
  /** Since when every turn was too long. */
  #longSinceMs: number | undefined;

  constructor(settings: TurnSettings, clock: Clock = REAL_CLOCK) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** To be called whenever work begins; answers whether it waited too long to be begun. */
  tooLate(): boolean {
    const now = this.#clock.now();
    if (this.#startMs === undefined) {
      this.#startMs = now;
      this.#clock.atEndOfTurn(() => this.#end());
      return false;
    }
    const { maxTurnMs, patienceMs } = this.#settings;
    const overloaded =
      this.#longSinceMs !== undefined && this.#startMs - this.#longSinceMs >= patienceMs;
    return overloaded && now - this.#startMs > maxTurnMs;
  }

  #end(): void {
    const start = this.#startMs as number;
    const tookMs = this.#clock.now() - start;
    this.#longSinceMs =
      tookMs > this.#settings.maxTurnMs ? (this.#longSinceMs ?? start) : undefined;
    this.#startMs = undefined;
  }
}
