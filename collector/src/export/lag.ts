import type { Histogram } from 'prom-client';
import type { Batch } from '../otlp/batch.ts';

/** Records of a block and a signal that are looked at. */
const SAMPLE = 32;

/** How long after their own time the records of a block are stored, of a sample of them. */
export function observeLag(batch: Batch, lag: Histogram<'signal'>, storedAtMs: number): void {
  for (const { signal, rows, timeMs } of batch.times) {
    const step = Math.max(1, Math.floor(rows / SAMPLE));
    for (let row = 0; row < rows; row += step) {
      lag.observe({ signal }, Math.max(0, storedAtMs - timeMs(row)) / 1_000);
    }
  }
}
