// Calls and failures of the last `windowMs`, in ten buckets: old ones fall out by tenths.
const BUCKETS = 10;

interface Bucket {
  /** Number of the tenth since the epoch. */
  readonly slot: number;
  readonly calls: number;
  readonly failures: number;
}

/** Oldest bucket first; never more than ten. */
export type Window = readonly Bucket[];

export const EMPTY_WINDOW: Window = Object.freeze([]);

export function addCall(window: Window, failed: boolean, now: number, windowMs: number): Window {
  const slot = slotOf(now, windowMs);
  const last = window.at(-1);
  const failures = failed ? 1 : 0;
  if (last?.slot === slot) {
    const merged = { slot, calls: last.calls + 1, failures: last.failures + failures };
    return window.with(-1, merged);
  }
  const kept = window.filter((bucket) => bucket.slot > slot - BUCKETS && bucket.slot < slot);
  return [...kept, { slot, calls: 1, failures }];
}

export function totals(
  window: Window,
  now: number,
  windowMs: number,
): { readonly calls: number; readonly failures: number } {
  const oldest = slotOf(now, windowMs) - BUCKETS;
  let calls = 0;
  let failures = 0;
  for (const bucket of window) {
    if (bucket.slot <= oldest) continue;
    calls += bucket.calls;
    failures += bucket.failures;
  }
  return { calls, failures };
}

function slotOf(now: number, windowMs: number): number {
  return Math.floor((now * BUCKETS) / windowMs);
}
