import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';

/** When the span ended that ended last, of those that began in the range: epoch milliseconds. */
export async function newestSpanEnd(
  store: Questionable,
  range: TimeRange,
): Promise<number | undefined> {
  const [row] = await store.rows<{ spans: string; endMs: string }>(
    `SELECT
       count() AS spans,
       toUnixTimestamp64Milli(max(addNanoseconds(start_time, greatest(duration_ns, 0)))) AS endMs
     FROM spans
     WHERE ${within('start_time')}`,
    rangeParameters(range),
  );
  return row && row.spans !== '0' ? Number(row.endMs) : undefined;
}
