import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange } from '../time.ts';

const FROM = "fromUnixTimestamp64Nano({from:Int64}, 'UTC')";
const TO = "fromUnixTimestamp64Nano({to:Int64}, 'UTC')";
/** The first minute that begins in the range; its spans are looked at, and those before it. */
const FIRST_WHOLE = `toStartOfMinute(${FROM} + INTERVAL 59999999999 NANOSECOND)`;

/**
 * Unix nanoseconds of the first span in the range; undefined: there is none. Which minutes have
 * spans is known without looking at them.
 */
export async function earliestSpan(
  store: Questionable,
  range: TimeRange,
): Promise<bigint | undefined> {
  const [row] = await store.rows<{ first: string; spans: string }>(
    `SELECT toUnixTimestamp64Nano(min(start_time)) AS first, count() AS spans
     FROM spans
     WHERE start_time >= ${FROM}
       AND start_time < least(${TO}, toDateTime64((
         SELECT if(count() = 0, ${FIRST_WHOLE}, min(minute) + INTERVAL 1 MINUTE)
         FROM span_minutes
         WHERE minute >= ${FIRST_WHOLE} AND minute < ${TO}
       ), 9, 'UTC'))`,
    rangeParameters(range),
  );
  return row && row.spans !== '0' ? BigInt(row.first) : undefined;
}
