import { Cuts } from './cuts.ts';
import { TooLargeError } from './decompress.ts';

const KIBIBYTE = 1024;

/*
 * What a record may have. A sender whose data is over a limit keeps its record: what exceeds is
 * left out, is in the record's dropped_…_count where it has one, and is counted in the metric
 * `cut`, by reason. OpenTelemetry's SDKs stop at 128 attributes, events and links themselves,
 * unless they are told otherwise.
 */

/** Attributes of a span, an event, a link, a log record, a data point or an exemplar. */
export const MAX_ATTRIBUTES = 128;
/** Events, and links, of a span. */
export const MAX_EVENTS = 1024;
/** Exemplars of a data point. */
export const MAX_EXEMPLARS = 1024;
/** An attribute's value: room for a stack trace, a statement, a conversation with a model. */
export const MAX_VALUE_BYTES = 256 * KIBIBYTE;
export const MAX_BODY_BYTES = 1024 * KIBIBYTE;
/** Texts that are not values: descriptions, trace states, the values of a series' attributes. */
export const MAX_TEXT_BYTES = 16 * KIBIBYTE;
/**
 * Names: of spans, events, scopes and attributes, units, schema URLs, correlation ids. The store
 * keeps a dictionary of them. A metric's name is not cut: the points of a longer one are rejected.
 */
export const MAX_NAME_BYTES = KIBIBYTE;

/* What a request may have. Over these limits it is refused, or the record alone is rejected. */

/** What a request may become in the store's columns; a small one can be made to become large. */
const MAX_REQUEST_BYTES = 64 * 1024 * KIBIBYTE;
/** A resource or a scope stands for all of its records, a metric's metadata for all its series. */
export const MAX_ORIGIN_BYTES = 64 * KIBIBYTE;
/** Buckets, or quantiles, of a data point: one byte of a request can be a bucket. */
export const MAX_BUCKETS = 16_384;
export const TOO_MANY_BUCKETS = `data point of more than ${MAX_BUCKETS} buckets`;
/** Resources, scopes and records of one request; data points and exemplars together. */
export const MAX_PARTS = 1_000_000;
/** Values nest in arrays and key-value lists; deeper than this nobody means it. */
export const MAX_DEPTH = 64;
/** Parts of one nested value, all levels together. */
export const MAX_NESTED = 100_000;
/** Each day is a partition of the tables, and an insert that touches thousands takes minutes. */
export const MAX_DAYS = 100;
export const TOO_MANY_DAYS = `of more than ${MAX_DAYS} different days in one request`;

const TICKS_PER_CHECK = 64;
const HALF = 0x1_0000_0000;
const DAY_NS = 86_400_000_000_000;

/** Watches over a request while it is decoded. The same request always ends in the same way. */
export class RequestLimits {
  /** What was left out of the request's records. */
  readonly cuts = new Cuts();
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
    this.cuts.clear();
    this.#days.clear();
    this.#lastDay = -1;
    this.#startBytes = this.#bytes();
    this.#ticks = 0;
  }

  /** Call it for every row; throws TooLargeError when the request becomes too much. */
  tick(): void {
    this.#ticks += 1;
    if (this.#ticks % TICKS_PER_CHECK !== 0) return;
    if (this.#ticks > MAX_PARTS) {
      throw new TooLargeError(
        `the request has more than ${MAX_PARTS} records, data points and exemplars; send smaller batches`,
      );
    }
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

/** For what stands for many records and is copied to each. */
export function requireSmall(bytes: number, what: string): void {
  if (bytes <= MAX_ORIGIN_BYTES) return;
  throw new TooLargeError(`${what} has ${bytes} bytes; at most ${MAX_ORIGIN_BYTES} are taken`);
}
