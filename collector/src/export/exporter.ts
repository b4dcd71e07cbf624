import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Store } from '@nunchi/store';
import type { FastifyBaseLogger } from 'fastify';
import type { Journal, SealedSegment } from '../journal/journal.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { Metrics } from '../metrics.ts';
import type { Batch } from '../otlp/batch.ts';
import { TooLargeError } from '../otlp/decompress.ts';
import { openBody } from '../otlp/open-body.ts';
import { MalformedError } from '../otlp/wire.ts';
import type { BatchPool } from './batch-pool.ts';
import { observeLag } from './lag.ts';

/** Segments that are inserted at the same time: while the store syncs one, it reads the next. */
const MOST_IN_FLIGHT = 2;
/** Rows in memory are kept for this many waiting segments; the others are read from disk again. */
const BATCHES_IN_MEMORY = 1;
/** What was acknowledged was within the limit of its day; this is against a file gone wrong. */
const MAX_REPLAYED_BYTES = 1024 * 1024 * 1024;
/** So long a segment is decoded again before requests have a turn. */
const SLICE_MS = 4;
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
  /** Tables whose block the store has: after a failure the others alone are sent again. */
  readonly stored: Set<string>;
}

interface Dependencies {
  readonly store: Pick<Store, 'insertNative'>;
  readonly journal: Journal;
  readonly pool: BatchPool;
  readonly metrics: Metrics;
  readonly log: FastifyBaseLogger;
}

/**
 * Takes sealed segments into the store, the oldest first and a few at a time, until each is
 * there. Every table's block carries a token of the segment, so an insert whose answer was lost
 * is not stored twice.
 */
export class Exporter {
  readonly #dependencies: Dependencies;
  readonly #waiting: PendingSegment[] = [];
  readonly #exporting = new Map<PendingSegment, Promise<void>>();
  readonly #stop = new AbortController();
  #inFlight = 0;
  /** What was complained of last; the next complaint of the same kind is not logged. */
  #complained = '';
  /** Of each segment that could not be taken the last time: why. */
  readonly #problems = new Map<PendingSegment, string>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Segments that are not in the store yet. */
  get pendingSegments(): number {
    return this.#waiting.length + this.#exporting.size;
  }

  /** How long the oldest segment waits; 0 when none does. */
  get oldestAgeSeconds(): number {
    let oldest = Date.now();
    for (const { openedAtMs } of this.#exporting.keys()) oldest = Math.min(oldest, openedAtMs);
    for (const { openedAtMs } of this.#waiting) oldest = Math.min(oldest, openedAtMs);
    return (Date.now() - oldest) / 1_000;
  }

  /** Why a segment is not taken now; undefined while all are. */
  get problem(): string | undefined {
    return this.#problems.values().next().value;
  }

  get blocksInFlight(): number {
    return this.#inFlight;
  }

  enqueue(segment: PendingSegment): void {
    this.#waiting.push(segment);
    this.#startNext();
    for (const waiting of this.#waiting.slice(BATCHES_IN_MEMORY)) this.#release(waiting);
  }

  /**
   * Resolves when everything is in the store, or when the time is over: with how many segments
   * are left to the next process.
   */
  async drain(timeoutMs: number): Promise<number> {
    const timeout = new AbortController();
    const over = pause(timeoutMs, true, { signal: timeout.signal }).catch(() => true);
    const oneDone = () => Promise.race(this.#exporting.values()).then(() => false);
    while (this.#exporting.size > 0 && !this.#stop.signal.aborted) {
      if (await Promise.race([oneDone(), over])) break;
    }
    timeout.abort();
    this.#stop.abort();
    return this.pendingSegments;
  }

  #startNext(): void {
    while (this.#exporting.size < MOST_IN_FLIGHT && !this.#stop.signal.aborted) {
      const segment = this.#waiting.shift();
      if (!segment) return;
      const exported = this.#export(segment).then((done) => {
        if (done) this.#exporting.delete(segment);
        this.#startNext();
      });
      this.#exporting.set(segment, exported);
    }
  }

  /** Resolves with false when the exporter stops before the segment is in the store. */
  async #export(segment: PendingSegment): Promise<boolean> {
    const { goodBytes, complete } = await segment.closed;
    // Rows of requests that could not be written were not acknowledged: they do not count.
    if (!complete) this.#release(segment);
    const settle = await this.#untilDone(segment, 'the store does not take data', () =>
      this.#insert(segment, goodBytes),
    );
    if (!settle || !(await this.#untilDone(segment, 'the journal cannot be tidied up', settle))) {
      return false;
    }
    this.#release(segment);
    return true;
  }

  /** Tries again and again, more and more slowly; undefined when the exporter stops meanwhile. */
  async #untilDone<T>(
    segment: PendingSegment,
    complaint: string,
    work: () => Promise<T>,
  ): Promise<T | undefined> {
    const { log, metrics } = this.#dependencies;
    for (let delay = FIRST_RETRY_MS; ; delay = Math.min(delay * 2, LAST_RETRY_MS)) {
      try {
        const result = await work();
        if (this.#problems.delete(segment) && this.#problems.size === 0) {
          log.info('all segments are exported again');
          this.#complained = '';
        }
        return result;
      } catch (error) {
        metrics.insertFailures.inc();
        const { code, message } = error as { code?: string; message: string };
        // Messages of the same kind differ in their numbers: one line for all of them.
        const kind = `${complaint} ${code ?? message}`;
        if (kind !== this.#complained) log.warn({ err: error }, `${complaint}; trying again`);
        this.#complained = kind;
        this.#problems.set(segment, `${complaint}: ${message}`);
      }
      await pause(delay, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      if (this.#stop.signal.aborted) return undefined;
    }
  }

  /** Resolves with what is left to do in the journal, when the store has decided. */
  async #insert(segment: PendingSegment, goodBytes: number): Promise<() => Promise<true>> {
    const { journal, log, metrics, store } = this.#dependencies;
    segment.content ??= await this.#read(segment, goodBytes);
    const { batch, hashes, stored } = segment.content;
    const stopTimer = metrics.insertSeconds.startTimer();
    const filled = batch.tables.filter((table) => table.rows > 0);
    this.#inFlight += 1;
    try {
      // Registries first: a row never names a resource or a series that is not there.
      for (const table of filled) {
        if (stored.has(table.name)) continue;
        await store.insertNative(table.name, table.toNative(), `${segment.id}/${table.name}`);
        stored.add(table.name);
      }
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === undefined || !REFUSED_CODES.has(code)) throw error;
      metrics.refusedSegments.inc();
      log.error({ err: error, segment: segment.id }, 'the store refused a segment; it is kept');
      return async () => {
        await journal.refuse(segment, hashes);
        return true;
      };
    } finally {
      this.#inFlight -= 1;
    }
    stopTimer();
    for (const { name: table, rows } of filled) {
      metrics.insertedRows.inc({ table }, rows);
      metrics.blockRows.observe({ table }, rows);
    }
    observeLag(batch, metrics.storageLagSeconds, Date.now());
    return async () => {
      await journal.done(segment, hashes);
      return true;
    };
  }

  async #read(segment: PendingSegment, goodBytes: number): Promise<Content> {
    const { journal, pool } = this.#dependencies;
    const records = await journal.records(segment, goodBytes);
    const batch = pool.take();
    let sinceMs = performance.now();
    for (const record of records) {
      await this.#decode(segment, record, batch);
      if (performance.now() - sinceMs < SLICE_MS) continue;
      await nextTurn();
      sinceMs = performance.now();
    }
    return { batch, hashes: records.map(({ hash }) => hash), stored: new Set() };
  }

  /** A record that this version cannot read is set aside: it does not hold up the others. */
  async #decode(segment: PendingSegment, record: JournalRecord, batch: Batch): Promise<void> {
    const { journal, log, metrics } = this.#dependencies;
    try {
      const message = await openBody(record, MAX_REPLAYED_BYTES);
      const { signal, receivedAtMs, placements } = record;
      batch.decode(signal, message, receivedAtMs, { placements });
    } catch (error) {
      if (!(error instanceof MalformedError || error instanceof TooLargeError)) throw error;
      const path = await journal.setAside(segment.id, record);
      metrics.journalDamagedBytes.inc(record.body.length);
      log.error({ err: error, path }, 'a request of the journal cannot be read; it is kept there');
    }
  }

  #release(segment: PendingSegment): void {
    if (!segment.content) return;
    this.#dependencies.pool.give(segment.content.batch);
    segment.content = undefined;
  }
}
