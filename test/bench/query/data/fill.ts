import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '../../../../store/client.ts';
import { computeDueEdges } from '../../../../store/edges/round.ts';
import { HOUR, rangeParameters, type TimeRange } from '../../../../store/queries/time.ts';
import { INSERT_RARE_SPANS, INSERT_RESOURCES, INSERT_SPANS } from './spans.ts';
import { SPANS_OF_A_TRACE } from './trace.ts';

const HOURS = 24n;
/** Larger than a collector's blocks: the store merges those into the same. */
const BLOCK_SPANS = 200_000;
const CHUNK_SPANS = 2 * BLOCK_SPANS;

/** What is in the store. */
export interface Filled {
  readonly range: TimeRange;
  readonly traces: number;
}

/**
 * Fills the store with so many spans over 24 hours until the last full minute, in the order of
 * their times; or finds the ones that are there from a run before.
 */
export async function fill(store: Store, spans: number): Promise<Filled> {
  const [there] = await store
    .rows<{ spans: string; first: string; step: string }>(
      'SELECT spans, first, step FROM bench_filled',
    )
    .catch(() => []);
  if (there) {
    const [from, traces] = [BigInt(there.first), Number(there.spans) / SPANS_OF_A_TRACE];
    console.log(`${Number(there.spans).toLocaleString('en')} spans are there already`);
    await computeEdges(store);
    return { range: { from, to: from + HOURS * HOUR }, traces };
  }
  const traces = Math.ceil(spans / SPANS_OF_A_TRACE);
  const minute = 60_000;
  const to = BigInt(Math.floor(Date.now() / minute) * minute) * 1_000_000n;
  const range = { from: to - HOURS * HOUR, to };
  const stepNs = (HOURS * HOUR) / BigInt(traces);
  const perChunk = CHUNK_SPANS / SPANS_OF_A_TRACE;
  const started = performance.now();
  await store.command(INSERT_RESOURCES, rangeParameters(range));
  await store.command(INSERT_RARE_SPANS, rangeParameters(range));
  for (let first = 0; first < traces; first += perChunk) {
    await store.command(
      `${INSERT_SPANS}
       SETTINGS async_insert = 0, max_block_size = ${BLOCK_SPANS / SPANS_OF_A_TRACE},
         min_insert_block_size_rows = ${BLOCK_SPANS}, min_insert_block_size_bytes = 0`,
      { begin: range.from, stepNs, first, traces: Math.min(perChunk, traces - first) },
    );
    if ((first / perChunk) % 5 === 4) tell(first + perChunk, started);
  }
  tell(traces, started);
  await computeEdges(store);
  await quiet(store);
  await store.command(
    `CREATE TABLE bench_filled ENGINE = MergeTree ORDER BY tuple() AS
     SELECT {spans:UInt64} AS spans, {first:Int64} AS first, {stepNs:Int64} AS step`,
    { spans: traces * SPANS_OF_A_TRACE, first: range.from, stepNs },
  );
  return { range, traces };
}

function tell(traces: number, started: number): void {
  const seconds = Math.round((performance.now() - started) / 1_000);
  const spans = (traces * SPANS_OF_A_TRACE).toLocaleString('en');
  console.log(`  ${spans} spans after ${seconds} s`);
}

/** What the control loop does as minutes close. */
async function computeEdges(store: Store): Promise<void> {
  for (let waiting = 1; waiting > 0;) {
    const round = await computeDueEdges(store, { now: Date.now, budgetMs: Infinity, pause });
    waiting = round.waiting;
  }
}

/** Resolves when the store has merged what it wants to merge by itself. */
export async function quiet(store: Store): Promise<void> {
  for (let still = 0; still < 10; still++) {
    const [row] = await store.rows<{ n: string }>('SELECT count() AS n FROM system.merges');
    if (row?.n !== '0') still = 0;
    await pause(200);
  }
}
