import type { TimeRange } from '@nunchi/store/queries/time';

const NANOS_PER_MS = 1_000_000n;

/** The time of `lengthMs` that ends at `at`, both in milliseconds. */
export function windowBefore(at: number, lengthMs: number): TimeRange {
  const to = BigInt(at) * NANOS_PER_MS;
  return { from: to - BigInt(lengthMs) * NANOS_PER_MS, to };
}
