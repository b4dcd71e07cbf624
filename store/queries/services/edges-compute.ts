import type { Store } from '../../client.ts';
import type { TimeRange } from '../time.ts';
import {
  callsParameters,
  callsWithin,
  EDGE_COLUMNS,
  edgesOfCalls,
  FROM_EDGE,
} from './edges-calls.ts';
import type { DueMinute } from './edges-due.ts';

const SECOND = 1_000_000_000n;
/** It is nobody's wish to wait for, so it leaves the other cores to those who do. */
const SETTINGS =
  'async_insert = 0, max_threads = 1, max_execution_time = 40, max_memory_usage = 2000000000';

/**
 * Computes the edges of minutes that follow each other, and only then makes them the ones to read:
 * whoever reads meanwhile has the old ones, whole.
 */
export async function computeEdges(
  store: Store,
  minutes: readonly DueMinute[],
  version: bigint,
): Promise<void> {
  const starts = minutes.map(({ minute }) => minute);
  const range: TimeRange = {
    from: BigInt(Math.min(...starts)) * SECOND,
    to: BigInt(Math.max(...starts) + 60) * SECOND,
  };
  const columns = EDGE_COLUMNS.join(', ');
  const callsByMinute = `
    SELECT *, toStartOfMinute(toDateTime(start_time, 'UTC')) AS minute FROM (${callsWithin([range])})`;
  await store.command(
    `INSERT INTO edge_minutes (minute, version, ${columns}, requests, errors, latencies, counts)
     SETTINGS ${SETTINGS}
     SELECT minute, {version:UInt64}, ${FROM_EDGE}, requests, errors, latencies, counts
     FROM (${edgesOfCalls(callsByMinute, 'minute, edge')})`,
    { ...callsParameters([range]), version: String(version) },
  );
  const done = minutes.map(({ minute, around }) => ({
    minute,
    version: String(version),
    spans: around,
  }));
  await store.insertRows('edge_computations', done);
}
