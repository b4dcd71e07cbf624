import { hash as digest } from 'node:crypto';
import type { BatchPool } from './export/batch-pool.ts';
import type { Exporter } from './export/exporter.ts';
import type { Journal } from './journal/journal.ts';
import type { Segment } from './journal/segment.ts';
import type { Metrics } from './metrics.ts';
import { Batch, SIGNALS, type Signal } from './otlp/batch.ts';
import { ENCODINGS, type Encoding, FORMATS, type Format } from './otlp/encoding.ts';
import { MAX_DAYS } from './otlp/limits.ts';
import { SeriesLimit } from './otlp/metrics/series-limit.ts';
import { BodyOpener } from './otlp/open-body.ts';
import type { Rejections } from './otlp/rejections.ts';
import { UnavailableError } from './unavailable.ts';

export { UnavailableError };

/** A block of this size is inserted at once, whatever its rows and its age. */
const MAX_BATCH_BYTES = 64 * 1024 * 1024;
/** A block is sealed after so many intervals also when the store is busy. */
const MOST_INTERVALS = 4;
/** A segment that has become so large will soon be followed by another. */
const BUSY_BYTES = 1024 * 1024;
const LOOK_AGAIN_MS = 20;
const FAILURE_COUNTS_MS = 10_000;

export interface ExportRequest {
  readonly signal: Signal;
  readonly format: Format;
  readonly encoding: Encoding;
  readonly body: Buffer;
}

/** What a request's answer says: how many records were refused, and why. */
export interface Outcome {
  readonly accepted: number;
  readonly rejected: number;
  /** Rejected records by reason. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly message: string;
  /** What was left out of records that were taken, by reason. */
  readonly cuts: ReadonlyMap<string, number>;
}

export interface IntakeSettings {
  /** A segment is sealed at this age, later when the store is busy, … */
  readonly flushIntervalMs: number;
  /** … with this many rows, or with this many bytes, whichever comes first. */
  readonly maxSegmentRows: number;
  readonly maxSegmentBytes: number;
  readonly maxBodyBytes: number;
  readonly maxJournalBytes: number;
  /** Metric series of a service; the points of further ones go to overflow series. */
  readonly maxSeriesPerService: number;
}

interface Dependencies {
  readonly settings: IntakeSettings;
  readonly journal: Journal;
  readonly exporter: Exporter;
  readonly pool: BatchPool;
  readonly metrics: Metrics;
}

interface Appended {
  readonly outcome: Outcome;
  /** Settles with the write of the request; undefined when there is nothing of it to write. */
  readonly durable: Promise<void> | undefined;
}

interface Filling {
  readonly segment: Segment;
  readonly batch: Batch;
  timer: NodeJS.Timeout;
}

/**
 * The way in: a request is decoded into the present batch, written to the present segment of the
 * journal and acknowledged when it is on disk. Batch and segment have the same requests in the
 * same order; when they are full or old enough they are sealed and handed to the exporter.
 */
export class Intake {
  readonly #dependencies: Dependencies;
  readonly #inFlight = new Map<string, Promise<Outcome>>();
  /** For requests that are decoded only to know their answer. */
  readonly #unstored = new Batch();
  readonly #opener: BodyOpener;
  readonly #seriesLimit: SeriesLimit;
  #filling: Filling | undefined;
  #failure: { readonly message: string; readonly atMs: number } | undefined;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    const { metrics, settings } = dependencies;
    this.#seriesLimit = new SeriesLimit(settings.maxSeriesPerService);
    this.#opener = new BodyOpener({
      limitBytes: settings.maxBodyBytes,
      decompressed: (signal, bytes) => metrics.decompressedBytes.inc({ signal }, bytes),
    });
  }

  /**
   * Resolves when the request's records are durable. An exact repetition of a request that was
   * acknowledged, or is just being taken, has the same answer and is not stored again.
   * Throws MalformedError, TooLargeError, UnavailableError or JournalWriteError.
   */
  async accept(request: ExportRequest): Promise<Outcome> {
    const { journal, metrics } = this.#dependencies;
    const hash = nameOf(request);
    const key = hash.toString('latin1');
    const same = this.#inFlight.get(key);
    if (same) {
      metrics.repeatedRequests.inc({ signal: request.signal });
      // Its records are counted where they are taken.
      return { ...(await same), accepted: 0, cuts: NO_CUTS };
    }
    const outcome = journal.recent.has(hash) ? this.#repeat(request) : this.#take(request, hash);
    this.#inFlight.set(key, outcome);
    try {
      return await outcome;
    } finally {
      this.#inFlight.delete(key);
    }
  }

  /**
   * Why a request could not be written down a moment ago. It is forgotten after a while, because
   * who is not ready gets no requests by which it could learn that it is again.
   */
  get journalProblem(): string | undefined {
    const recent = this.#failure && Date.now() - this.#failure.atMs < FAILURE_COUNTS_MS;
    return recent ? this.#failure?.message : undefined;
  }

  /** Hands what there is to the exporter. */
  flush(): void {
    const filling = this.#filling;
    if (!filling) return;
    this.#filling = undefined;
    clearTimeout(filling.timer);
    const { exporter, journal } = this.#dependencies;
    const { segment } = filling;
    exporter.enqueue({
      ...journal.seal(segment),
      content: { batch: filling.batch, hashes: segment.hashes, stored: new Set() },
      closed: segment
        .close()
        .then(() => ({ goodBytes: segment.goodBytes, complete: !segment.failed })),
    });
    void journal.prepareNext();
  }

  async #take(request: ExportRequest, hash: Buffer): Promise<Outcome> {
    const receivedAtMs = Date.now();
    const { outcome, durable } = await this.#opener.open(request, (message) =>
      this.#append(request, hash, message, receivedAtMs),
    );
    if (!durable) return outcome;
    try {
      await durable;
      this.#failure = undefined;
    } catch (error) {
      this.#failure = { message: (error as Error).message, atMs: Date.now() };
      throw error;
    }
    this.#dependencies.journal.recent.add(hash);
    return outcome;
  }

  /** Nothing waits in here, so that batch and segment stay in step. */
  #append(request: ExportRequest, hash: Buffer, message: Buffer, receivedAtMs: number): Appended {
    const { journal, settings } = this.#dependencies;
    if (journal.bytes + request.body.length > settings.maxJournalBytes) {
      throw new UnavailableError(
        `the journal is full (${settings.maxJournalBytes} bytes): the store does not keep up`,
        'journal_full',
      );
    }
    const { batch, segment } = this.#present();
    const result = batch.decode(request.signal, message, receivedAtMs, {
      limit: this.#seriesLimit,
    });
    const outcome = outcomeOf(result.accepted, result.rejections, result.cuts);
    if (result.accepted === 0) {
      batch.rollback();
      return { outcome, durable: undefined };
    }
    const { placements } = result;
    const durable = segment.append({ ...request, receivedAtMs, hash, placements });
    const full =
      batch.rows >= settings.maxSegmentRows ||
      segment.bytes >= settings.maxSegmentBytes ||
      batch.bytes >= MAX_BATCH_BYTES ||
      batch.days >= MAX_DAYS;
    if (full) this.flush();
    else if (segment.bytes > BUSY_BYTES) void journal.prepareNext();
    return { outcome, durable };
  }

  async #repeat(request: ExportRequest): Promise<Outcome> {
    this.#dependencies.metrics.repeatedRequests.inc({ signal: request.signal });
    return this.#opener.open(request, (message) => {
      try {
        const { rejections } = this.#unstored.decode(request.signal, message, Date.now());
        return outcomeOf(0, rejections, NO_CUTS);
      } finally {
        this.#unstored.clear();
      }
    });
  }

  #present(): Filling {
    // After a failed write the batch has rows that the segment has not: start both anew.
    if (this.#filling?.segment.failed) this.flush();
    if (!this.#filling) {
      const { journal, pool, settings } = this.#dependencies;
      const timer = setTimeout(() => this.#flushAged(performance.now()), settings.flushIntervalMs);
      this.#filling = { segment: journal.openSegment(), batch: pool.take(), timer };
    }
    return this.#filling;
  }

  /**
   * A block is old enough. While the store is busy with others it goes on growing for a while:
   * it would only wait, and few large blocks cost the store much less than many small ones.
   */
  #flushAged(sinceMs: number): void {
    const filling = this.#filling;
    if (!filling) return;
    const { exporter, settings } = this.#dependencies;
    const patienceMs = (MOST_INTERVALS - 1) * settings.flushIntervalMs;
    if (exporter.pendingSegments === 0 || performance.now() - sinceMs >= patienceMs) {
      this.flush();
    } else filling.timer = setTimeout(() => this.#flushAged(sinceMs), LOOK_AGAIN_MS);
  }
}

const NO_CUTS: Outcome['cuts'] = new Map();

function outcomeOf(accepted: number, rejections: Rejections, cuts: Outcome['cuts']): Outcome {
  const { count, byReason, message } = rejections;
  return { accepted, rejected: count, reasons: byReason, message, cuts };
}

/** 16 bytes that two requests share when they are the same, byte by byte. */
function nameOf({ signal, format, encoding, body }: ExportRequest): Buffer {
  const name = digest('sha256', body, 'buffer').subarray(0, 16);
  const kind = [SIGNALS.indexOf(signal), FORMATS.indexOf(format), ENCODINGS.indexOf(encoding)];
  kind.forEach((code, index) => (name[index] = (name[index] as number) ^ code));
  return name;
}
