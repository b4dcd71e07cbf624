import { Batch } from '../otlp/batch.ts';

const MOST_KEPT = 1;
/** A batch that became larger than this gives its memory back. */
const MOST_BYTES_KEPT = 64 * 1024 * 1024;

/** Batches that were inserted are used again: their columns keep their memory. */
export class BatchPool {
  readonly #free: Batch[] = [];

  take(): Batch {
    return this.#free.pop() ?? new Batch();
  }

  give(batch: Batch): void {
    if (this.#free.length >= MOST_KEPT || batch.bytes > MOST_BYTES_KEPT) return;
    batch.clear();
    this.#free.push(batch);
  }
}
