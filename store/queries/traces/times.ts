import type { Parameters, Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, TRACE_IDS, within } from '../time.ts';

/** When the spans of some traces began. */
export interface TraceTimes extends TimeRange {
  /**
   * The minutes of the range in which they did, as Unix seconds; undefined where there are very many.
   */
  readonly minutes?: readonly number[];
}

const MINUTE_SECONDS = 60;
/** A trace of more is not listed minute by minute. */
const MOST_MINUTES = 1_000;

/** When the spans of these traces began, all together; undefined when none of them has a span. */
export async function traceTimes(
  store: Questionable,
  traceIds: readonly string[],
): Promise<TraceTimes | undefined> {
  if (traceIds.length === 0) return undefined;
  const [row] = await store.rows<{
    found: string;
    first: string;
    last: string;
    minutes: readonly number[];
    longest: number;
  }>(
    `SELECT
       count() AS found,
       toUnixTimestamp64Nano(min(first)) AS first,
       toUnixTimestamp64Nano(max(last)) AS last,
       groupUniqArrayArray(range(minute, least(minute + ${MOST_MINUTES}, last_minute + 1))) AS minutes,
       max(last_minute - minute) AS longest
     FROM (
       SELECT
         min(first_time) AS first,
         max(last_time) AS last,
         toUInt32(intDiv(toUnixTimestamp(first), ${MINUTE_SECONDS})) AS minute,
         toUInt32(intDiv(toUnixTimestamp(last), ${MINUTE_SECONDS})) AS last_minute
       FROM trace_times
       WHERE trace_id IN ${TRACE_IDS}
       GROUP BY trace_id
     )`,
    { traceIds },
  );
  if (!row || row.found === '0') return undefined;
  const range = { from: BigInt(row.first), to: BigInt(row.last) + 1n };
  if (Number(row.longest) >= MOST_MINUTES) return range;
  return { ...range, minutes: row.minutes.map((minute) => minute * MINUTE_SECONDS) };
}

/** SQL: a span began at such a time. */
export function withinTimes(times: TraceTimes): { sql: string; parameters: Parameters } {
  const range = { sql: within('start_time'), parameters: rangeParameters(times) };
  if (!times.minutes) return range;
  return {
    sql: `${range.sql} AND toStartOfMinute(toDateTime(start_time)) IN {minutes:Array(DateTime)}`,
    parameters: { ...range.parameters, minutes: times.minutes },
  };
}
