import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';

/** What the table is sorted by first, so its smallest is found without reading on. */
const BUCKET = 'toStartOfFiveMinutes(toDateTime(start_time))';

/** Unix nanoseconds of the first span in the range; undefined: there is none. */
export async function earliestSpan(
  store: Questionable,
  range: TimeRange,
): Promise<bigint | undefined> {
  const [row] = await store.rows<{ first: string; spans: string }>(
    `SELECT toUnixTimestamp64Nano(min(start_time)) AS first, count() AS spans
     FROM spans
     WHERE ${within('start_time')} AND start_time < (
       SELECT toDateTime64(${BUCKET}, 9, 'UTC') + INTERVAL 5 MINUTE
       FROM spans
       WHERE ${within('start_time')}
       ORDER BY ${BUCKET}
       LIMIT 1
     )`,
    rangeParameters(range),
  );
  return row && row.spans !== '0' ? BigInt(row.first) : undefined;
}
