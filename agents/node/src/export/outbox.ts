import type { Diagnostics } from '../context.ts';
import type { PostOutcome } from './post.ts';

export interface Batch {
  /** An encoded OTLP request. */
  readonly body: Uint8Array;
  /** Spans, log records or data points in it. */
  readonly items: number;
}

export type DropReason = 'queue_full' | 'rejected' | 'shutdown' | 'unreadable';

export interface OutboxOptions {
  /** What is in it, for messages: "traces". */
  readonly name: string;
  /** Where to, for messages. */
  readonly to: string;
  readonly maxBytes: number;
  readonly post: (body: Uint8Array, signal: AbortSignal) => Promise<PostOutcome>;
  /** What the receiver did not take of an accepted request. */
  readonly refused: (answer: Buffer) => { readonly items: number; readonly message: string };
  readonly diagnostics: Diagnostics;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Holds what waits for the collector, up to a number of bytes; beyond, the oldest is dropped and
 * counted. One request is under way at a time. While the collector is away it tries again after
 * growing waits, none of which keeps the host alive.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #waiting: Batch[] = [];
  readonly #dropped = new Map<DropReason, number>();
  #bytes = 0;
  #waitMs = FIRST_WAIT_MS;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #underWay = new AbortController();
  #failing = false;
  #lastOutcome: PostOutcome | undefined;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Bytes that wait, those under way not counted. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Where to. */
  get to(): string {
    return this.#options.to;
  }

  /** What became of the last request; undefined before the first. */
  get lastOutcome(): PostOutcome | undefined {
    return this.#lastOutcome;
  }

  get dropped(): ReadonlyMap<DropReason, number> {
    return this.#dropped;
  }

  add(batch: Batch): void {
    if (this.#closed) return this.#drop(batch.items, 'shutdown');
    this.#waiting.push(batch);
    this.#bytes += batch.body.byteLength;
    while (this.#bytes > this.#options.maxBytes) this.#drop(this.#take().items, 'queue_full');
    if (this.#timer === undefined) void this.#send();
  }

  /** Counts what could not even be encoded. */
  lose(items: number): void {
    this.#drop(items, 'unreadable');
  }

  /**
   * Tries at once to send all that waits; resolves when it is sent, at the first failure, or when
   * the signal is aborted, and takes nothing more afterwards if told to close.
   */
  async flush(signal: AbortSignal, close = false): Promise<void> {
    const abort = () => this.#underWay.abort();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#round;
    if (this.#timer === undefined && !signal.aborted) await this.#send();
    signal.removeEventListener('abort', abort);
    if (!close) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    while (this.#waiting.length > 0) this.#drop(this.#take().items, 'shutdown');
  }

  #send(): Promise<void> {
    this.#round ??= this.#sendAll()
      .catch((error: unknown) => {
        // Nobody may ever see a rejection of ours: it would end the host.
        this.#options.diagnostics.error(
          `sending ${this.#options.name} has a fault: ${String(error)}`,
        );
      })
      .finally(() => {
        this.#round = undefined;
      });
    return this.#round;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#take();
      this.#underWay = new AbortController();
      const outcome = await this.#options.post(batch.body, this.#underWay.signal);
      this.#lastOutcome = outcome;
      if (outcome.kind === 'retry') {
        this.#later(batch, outcome.reason, outcome.afterMs);
        return;
      }
      this.#finish(batch, outcome);
    }
  }

  #finish(batch: Batch, outcome: Exclude<PostOutcome, { kind: 'retry' }>): void {
    const { name, to, refused, diagnostics } = this.#options;
    this.#waitMs = FIRST_WAIT_MS;
    if (outcome.kind === 'rejected') {
      this.#drop(batch.items, 'rejected');
      diagnostics.error(`${to} does not take ${name}: ${outcome.reason}; they are dropped`);
      return;
    }
    if (this.#failing) diagnostics.info(`${name} are delivered to ${to} again`);
    this.#failing = false;
    const { items, message } = refused(outcome.body);
    if (items === 0) return;
    this.#drop(items, 'rejected');
    diagnostics.warn(`${to} did not take some ${name}: ${message || 'it did not say why'}`);
  }

  #later(batch: Batch, reason: string, afterMs: number | undefined): void {
    const { name, to, diagnostics, maxBytes } = this.#options;
    if (!this.#failing) {
      diagnostics.warn(`${name} cannot be delivered to ${to}: ${reason}; trying again`);
    }
    this.#failing = true;
    if (this.#bytes + batch.body.byteLength > maxBytes) {
      this.#drop(batch.items, 'queue_full');
    } else {
      this.#waiting.unshift(batch);
      this.#bytes += batch.body.byteLength;
    }
    const wait = Math.min(afterMs ?? this.#waitMs, LONGEST_WAIT_MS);
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#send();
    }, wait).unref();
  }

  #take(): Batch {
    const batch = this.#waiting.shift() as Batch;
    this.#bytes -= batch.body.byteLength;
    return batch;
  }

  #drop(items: number, reason: DropReason): void {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + items);
  }
}
