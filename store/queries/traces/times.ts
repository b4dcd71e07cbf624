import type { Questionable } from '../../client.ts';
import { type TimeRange, TRACE_IDS } from '../time.ts';

/** When the spans of these traces began, all together; undefined when none of them has a span. */
export async function traceTimes(
  store: Questionable,
  traceIds: readonly string[],
): Promise<TimeRange | undefined> {
  if (traceIds.length === 0) return undefined;
  const [row] = await store.rows<{ found: string; first: string; last: string }>(
    `SELECT
       count() AS found,
       toUnixTimestamp64Nano(min(first_time)) AS first,
       toUnixTimestamp64Nano(max(last_time)) AS last
     FROM trace_times
     WHERE trace_id IN ${TRACE_IDS}`,
    { traceIds },
  );
  if (!row || row.found === '0') return undefined;
  return { from: BigInt(row.first), to: BigInt(row.last) + 1n };
}
