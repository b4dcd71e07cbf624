// One clock for the time limits of all calls. The limit is the same for each, so the order in which
// they begin is the order in which they are over: a list, whose head alone has a timer. To begin and
// to end a call is to link and to unlink it.

/** What can be in the list; it carries its own links, so that nothing is made for a call. */
export interface Timed {
  dueAt: number;
  earlier: Timed | null;
  later: Timed | null;
}

export class Deadlines<T extends Timed> {
  readonly ms: number;
  readonly #now: () => number;
  readonly #expired: (timed: T) => void;
  /** Both ends of the ring: `later` is the first that is due, `earlier` the last. */
  readonly #ring: Timed;
  #timer: NodeJS.Timeout | null = null;

  constructor(ms: number, now: () => number, expired: (timed: T) => void) {
    this.ms = ms;
    this.#now = now;
    this.#expired = expired;
    const ring: Timed = { dueAt: Infinity, earlier: null, later: null };
    ring.earlier = ring;
    ring.later = ring;
    this.#ring = ring;
  }

  /** Puts it at the end; one that is in the list already begins anew. */
  start(timed: T, at: number): void {
    unlink(timed);
    timed.dueAt = at + this.ms;
    const last = this.#ring.earlier ?? this.#ring;
    timed.earlier = last;
    timed.later = this.#ring;
    last.later = timed;
    this.#ring.earlier = timed;
    this.#timer ??= this.#wakeAfter(this.ms);
  }

  end(timed: T): void {
    unlink(timed);
  }

  /** Tells of all that are due. Called by the timer. */
  check(): void {
    const now = this.#now();
    for (let first = this.#first(); first && first.dueAt <= now; first = this.#first()) {
      unlink(first);
      this.#expired(first as T);
    }
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    for (let first = this.#first(); first; first = this.#first()) unlink(first);
  }

  #first(): Timed | null {
    const first = this.#ring.later;
    return first === this.#ring ? null : first;
  }

  #wakeAfter(ms: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timer = null;
      this.check();
      const next = this.#first();
      if (next) this.#timer ??= this.#wakeAfter(Math.max(next.dueAt - this.#now(), 1));
    }, ms);
    // A call under way keeps the process by its socket; its limit need not.
    return timer.unref();
  }
}

function unlink(timed: Timed): void {
  const { earlier, later } = timed;
  if (earlier) earlier.later = later;
  if (later) later.earlier = earlier;
  timed.earlier = null;
  timed.later = null;
}
