import type { Questionable } from '../../client.ts';
import { type TimeRange, TRACE_ID } from '../time.ts';

/**
 * When the log records of a trace were made; undefined when it has none. For traces without
 * spans, whose time is not known otherwise: it asks the index of every day.
 */
export async function traceLogTimes(
  store: Questionable,
  traceId: string,
): Promise<TimeRange | undefined> {
  const [row] = await store.rows<{ found: string; first: string; last: string }>(
    `SELECT
       count() AS found,
       toUnixTimestamp64Nano(min(time)) AS first,
       toUnixTimestamp64Nano(max(time)) AS last
     FROM logs
     WHERE trace_id = ${TRACE_ID}`,
    { traceId },
  );
  if (!row || row.found === '0') return undefined;
  return { from: BigInt(row.first), to: BigInt(row.last) + 1n };
}
