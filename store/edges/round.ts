import { randomInt } from 'node:crypto';
import type { Store } from '../client.ts';
import { computeEdges } from '../queries/services/edges-compute.ts';
import { type DueMinute, dueMinutes } from '../queries/services/edges-due.ts';
import { batches } from './batches.ts';

/** A minute is closed this long after its end: what was sent in time is stored by then. */
const CLOSED_AFTER_MS = 5_000;
/**
 * A block of spans and its count become visible one after the other, in no certain order. A count
 * is therefore read this long before the spans that it counts.
 */
const VISIBLE_AFTER_MS = 1_000;
/** About a second of one core. */
const MOST_SPANS_AT_ONCE = 250_000;
const MOST_DUE = 10_000;

export interface RoundOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** No new batch is begun after so long. */
  readonly budgetMs: number;
  /** Waits until what is counted is visible. */
  readonly pause: (ms: number) => Promise<unknown>;
  readonly signal?: AbortSignal;
}

export interface Round {
  /** Minutes whose edges were computed. */
  readonly computed: number;
  /** Start of the newest minute that still waits, Unix seconds; undefined: none does. */
  readonly newestWaiting: number | undefined;
  readonly waiting: number;
}

/**
 * Computes the edges of minutes that wait for it, newest first. Doing it twice, or two doing it
 * at the same time, does no harm: the newest version of a minute is the one that counts.
 */
export async function computeDueEdges(store: Store, options: RoundOptions): Promise<Round> {
  const { now, budgetMs, pause, signal } = options;
  const closedBefore = Math.floor((now() - CLOSED_AFTER_MS) / 60_000) * 60;
  const due = await dueMinutes(store, closedBefore, MOST_DUE);
  if (due.length > 0) await pause(VISIBLE_AFTER_MS);
  const until = now() + budgetMs;
  let computed = 0;
  for (const run of batches(due, MOST_SPANS_AT_ONCE)) {
    if (signal?.aborted || (computed > 0 && now() >= until)) break;
    await computeEdges(store, run, newVersion(run, now()));
    computed += run.length;
  }
  return {
    computed,
    newestWaiting: due[computed]?.minute,
    waiting: due.length - computed,
  };
}

/** Above every version of the minutes, by the clock, and nobody else's. */
function newVersion(minutes: readonly DueMinute[], now: number): bigint {
  const least = BigInt(now) << 20n;
  const highest = minutes.reduce((most, { version }) => (version > most ? version : most), least);
  return highest + BigInt(randomInt(1, 2 ** 20));
}
