import { TooLargeError } from './decompress.ts';

/** What a request may become in the store's columns; a small one can be made to become large. */
const MAX_REQUEST_BYTES = 64 * 1024 * 1024;
/** A resource or a scope stands for all of its records: neither is a place for much data. */
export const MAX_ORIGIN_BYTES = 64 * 1024;
/** Names are repeated with every data point. */
export const MAX_NAME_BYTES = 1024;
/** Each day is a partition of the tables, and an insert that touches thousands takes minutes. */
export const MAX_DAYS = 100;
export const TOO_MANY_DAYS = `of more than ${MAX_DAYS} different days in one request`;

const TICKS_PER_CHECK = 64;
const HALF = 0x1_0000_0000;
const DAY_NS = 86_400_000_000_000;

/** Watches over a request while it is decoded. The same request always ends in the same way. */
export class RequestLimits {
  /** Days of all requests since the batch was cleared. */
  readonly batchDays = new Set<number>();
  readonly #bytes: () => number;
  readonly #days = new Set<number>();
  #lastDay = -1;
  #startBytes = 0;
  #ticks = 0;

  /** `bytes` tells how large the batch is by now. */
  constructor(bytes: () => number) {
    this.#bytes = bytes;
  }

  begin(): void {
    this.#days.clear();
    this.#lastDay = -1;
    this.#startBytes = this.#bytes();
    this.#ticks = 0;
  }

  /** Call it for every row; throws TooLargeError when the request becomes too much. */
  tick(): void {
    this.#ticks += 1;
    if (this.#ticks % TICKS_PER_CHECK !== 0) return;
    if (this.#bytes() - this.#startBytes > MAX_REQUEST_BYTES) {
      throw new TooLargeError(
        `the request's records take more than ${MAX_REQUEST_BYTES} bytes; send smaller batches`,
      );
    }
  }

  /** Whether a record with this time, in Unix nanoseconds, may be taken. */
  admitsDay(low: number, high: number): boolean {
    const day = Math.floor((high * HALF + low) / DAY_NS);
    if (day === this.#lastDay) return true;
    if (!this.#days.has(day)) {
      if (this.#days.size >= MAX_DAYS) return false;
      this.#days.add(day);
      this.batchDays.add(day);
    }
    this.#lastDay = day;
    return true;
  }

  clear(): void {
    this.batchDays.clear();
  }
}
