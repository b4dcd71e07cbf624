import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';

const FROM = 'toDateTime(intDiv({from:Int64}, 1000000000))';
const TO = 'toDateTime(intDiv({to:Int64} + 999999999, 1000000000))';
const FIRST_MINUTE = `toStartOfMinute(${FROM})`;
const NEXT_MINUTE = `(${FIRST_MINUTE} + INTERVAL 1 MINUTE)`;

/**
 * Unix nanoseconds of the first span in the range, if there was none in the hour before it: then
 * the system began there. Undefined: it ran before, or there is nothing. Which minutes have spans
 * is known without looking at spans; only those of the range's beginning are looked at, if any.
 */
export async function beginningIn(
  store: Questionable,
  range: TimeRange,
): Promise<bigint | undefined> {
  const [row] = await store.rows<{ first: string; spans: string }>(
    `WITH (
       SELECT multiIf(
         countIf(minute < ${FIRST_MINUTE}) > 0, toDateTime(0),
         countIf(minute >= ${NEXT_MINUTE}) = 0, ${NEXT_MINUTE},
         minIf(minute, minute >= ${NEXT_MINUTE}) + INTERVAL 1 MINUTE
       )
       FROM span_minutes
       WHERE minute >= ${FIRST_MINUTE} - INTERVAL 1 HOUR AND minute < ${TO}
     ) AS until
     SELECT toUnixTimestamp64Nano(min(start_time)) AS first, count() AS spans
     FROM spans
     WHERE ${within('start_time')}
       AND start_time < until`,
    rangeParameters(range),
  );
  return row && row.spans !== '0' ? BigInt(row.first) : undefined;
}
