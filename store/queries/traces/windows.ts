import type { TimeRange } from '../time.ts';

const SECOND = 1_000_000_000n;
const FIRST = 60n * SECOND;
/** A window may have this many times what one would guess that is needed. */
const MARGIN = 1.5;
const LEAST_GROWTH = 4;
const MOST_GROWTH = 64;

/**
 * Parts of a range, newest first. The first is short, and has a page of what is usual. How wide the
 * next one is follows from what was found so far; while nothing was, two more cover nearly any range,
 * for each part costs an answer of its own.
 */
export class Windows {
  readonly #range: TimeRange;
  readonly #growth: number;
  #width: bigint;
  #from: bigint;

  constructor(range: TimeRange) {
    const length = range.to - range.from;
    this.#range = range;
    this.#width = clamp(length / 64n, SECOND, FIRST);
    this.#growth = clamp(Math.sqrt(Number(length / this.#width)), LEAST_GROWTH, MOST_GROWTH);
    this.#from = range.to;
  }

  /** The next part, when so many of those that are wanted were found; undefined past the range's start. */
  next(found: number, wanted: number): TimeRange | undefined {
    const { from, to } = this.#range;
    const end = this.#from;
    if (end <= from) return undefined;
    if (end < to) this.#width = BigInt(Math.ceil(this.#needed(found, wanted)));
    this.#from = end - this.#width > from ? end - this.#width : from;
    return { from: this.#from, to: end };
  }

  #needed(found: number, wanted: number): number {
    const covered = Number(this.#range.to - this.#from);
    const guess = found === 0 ? Infinity : (covered / found) * (wanted - found) * MARGIN;
    return clamp(guess, Number(this.#width) * 2, Number(this.#width) * this.#growth);
  }
}

function clamp<T extends number | bigint>(value: T, least: T, most: T): T {
  if (value < least) return least;
  return value > most ? most : value;
}
