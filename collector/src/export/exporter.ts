import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '@nunchi/store';
import type { FastifyBaseLogger } from 'fastify';
import { openBody } from '../http/open-body.ts';
import type { Journal, SealedSegment } from '../journal/journal.ts';
import type { Metrics } from '../metrics.ts';
import type { Batch } from '../otlp/batch.ts';
import type { BatchPool } from './batch-pool.ts';

/** Rows in memory are kept for this many waiting segments; the others are read from disk again. */
const BATCHES_IN_MEMORY = 2;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** ClickHouse's answers to a block that is wrong in itself: no repetition helps. */
const REFUSED_CODES = new Set([
  '6', // CANNOT_PARSE_TEXT
  '27', // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  '33', // CANNOT_READ_ALL_DATA
  '43', // ILLEGAL_TYPE_OF_ARGUMENT
  '53', // TYPE_MISMATCH
  '70', // CANNOT_CONVERT_TYPE
  '117', // INCORRECT_DATA
  '131', // TOO_LARGE_STRING_SIZE
]);

export interface PendingSegment extends SealedSegment {
  /** Its rows and its requests' hashes; without them they are read from the file. */
  content: Content | undefined;
  /** Resolves when the file is closed: which of its bytes count, and whether those are all. */
  readonly closed: Promise<{ readonly goodBytes: number; readonly complete: boolean }>;
}

export interface Content {
  readonly batch: Batch;
  readonly hashes: readonly Buffer[];
}

interface Dependencies {
  readonly store: Pick<Store, 'insertNative'>;
  readonly journal: Journal;
  readonly pool: BatchPool;
  readonly metrics: Metrics;
  readonly log: FastifyBaseLogger;
  readonly maxBodyBytes: number;
}

/**
 * Takes sealed segments into the store, one after another, until each is there. Every table's
 * block carries a token of the segment, so an insert whose answer was lost is not stored twice.
 */
export class Exporter {
  readonly #dependencies: Dependencies;
  readonly #pending: PendingSegment[] = [];
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  /** Why the store does not take data now; undefined while it does. */
  problem: string | undefined;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  get pendingSegments(): number {
    return this.#pending.length;
  }

  enqueue(segment: PendingSegment): void {
    this.#pending.push(segment);
    for (const waiting of this.#pending.slice(1 + BATCHES_IN_MEMORY)) this.#release(waiting);
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
  }

  /**
   * Resolves when everything is in the store, or when the time is over: with how many segments
   * are left to the next process.
   */
  async drain(timeoutMs: number): Promise<number> {
    const timeout = new AbortController();
    const over = pause(timeoutMs, undefined, { signal: timeout.signal }).catch(() => undefined);
    await Promise.race([this.#running, over]);
    timeout.abort();
    this.#stop.abort();
    return this.#pending.length;
  }

  async #run(): Promise<void> {
    for (;;) {
      const segment = this.#pending[0];
      if (!segment || this.#stop.signal.aborted) return;
      if (!(await this.#export(segment))) return;
      this.#pending.shift();
    }
  }

  async #export(segment: PendingSegment): Promise<boolean> {
    const { journal, log, metrics } = this.#dependencies;
    const { goodBytes, complete } = await segment.closed;
    // Rows of requests that could not be written were not acknowledged: they do not count.
    if (!complete) this.#release(segment);
    for (let delay = FIRST_RETRY_MS; ; delay = Math.min(delay * 2, LAST_RETRY_MS)) {
      try {
        await this.#insert(segment, goodBytes);
        if (this.problem !== undefined) log.info('the store takes data again');
        this.problem = undefined;
        return true;
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        if (code !== undefined && REFUSED_CODES.has(code)) {
          const hashes = (await journal.records(segment, goodBytes)).map(({ hash }) => hash);
          const path = await journal.refuse(segment, hashes);
          metrics.refusedSegments.inc();
          this.#release(segment);
          log.error({ err: error, path }, 'the store refused a segment; it is kept there');
          return true;
        }
        metrics.insertFailures.inc();
        if (this.problem !== message) {
          log.warn(
            { err: error, segment: segment.id },
            'the store does not take data; trying again',
          );
        }
        this.problem = message;
      }
      await pause(delay, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      if (this.#stop.signal.aborted) return false;
    }
  }

  async #insert(segment: PendingSegment, goodBytes: number): Promise<void> {
    const { journal, metrics, store } = this.#dependencies;
    segment.content ??= await this.#read(segment, goodBytes);
    const { batch, hashes } = segment.content;
    const stopTimer = metrics.insertSeconds.startTimer();
    const tables = batch.tables.filter((table) => table.rows > 0);
    // Registries first: a row never names a resource or a series that is not there.
    for (const table of tables) {
      await store.insertNative(table.name, table.toNative(), `${segment.id}/${table.name}`);
    }
    stopTimer();
    for (const table of tables) metrics.insertedRows.inc({ table: table.name }, table.rows);
    await journal.done(segment, hashes);
    this.#release(segment);
  }

  async #read(segment: PendingSegment, goodBytes: number): Promise<Content> {
    const { journal, maxBodyBytes, pool } = this.#dependencies;
    const records = await journal.records(segment, goodBytes);
    const batch = pool.take();
    for (const record of records) {
      const message = await openBody(record, maxBodyBytes);
      batch.decode(record.signal, message, record.receivedAtMs);
    }
    return { batch, hashes: records.map(({ hash }) => hash) };
  }

  #release(segment: PendingSegment): void {
    if (!segment.content) return;
    this.#dependencies.pool.give(segment.content.batch);
    segment.content = undefined;
  }
}
