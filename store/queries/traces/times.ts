import type { Parameters, Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, TRACE_IDS, within } from '../time.ts';

/** When the spans of some traces began. */
export interface TraceTimes extends TimeRange {
  /**
   * The parts of the range in which they did, as Unix seconds of the five minutes that `spans` is
   * sorted by; undefined where there are very many.
   */
  readonly slices?: readonly number[];
}

const SLICE_SECONDS = 300;
/** A trace of more is not listed slice by slice. */
const MOST_SLICES = 1_000;

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
    slices: readonly number[];
    longest: number;
  }>(
    `SELECT
       count() AS found,
       toUnixTimestamp64Nano(min(first)) AS first,
       toUnixTimestamp64Nano(max(last)) AS last,
       groupUniqArrayArray(range(slice, least(slice + ${MOST_SLICES}, last_slice + 1))) AS slices,
       max(last_slice - slice) AS longest
     FROM (
       SELECT
         min(first_time) AS first,
         max(last_time) AS last,
         toUInt32(intDiv(toUnixTimestamp(first), ${SLICE_SECONDS})) AS slice,
         toUInt32(intDiv(toUnixTimestamp(last), ${SLICE_SECONDS})) AS last_slice
       FROM trace_times
       WHERE trace_id IN ${TRACE_IDS}
       GROUP BY trace_id
     )`,
    { traceIds },
  );
  if (!row || row.found === '0') return undefined;
  const range = { from: BigInt(row.first), to: BigInt(row.last) + 1n };
  if (Number(row.longest) >= MOST_SLICES) return range;
  return { ...range, slices: row.slices.map((slice) => slice * SLICE_SECONDS) };
}

/** SQL: a span began at such a time. */
export function withinTimes(times: TraceTimes): { sql: string; parameters: Parameters } {
  const range = { sql: within('start_time'), parameters: rangeParameters(times) };
  if (!times.slices) return range;
  return {
    sql: `${range.sql} AND toStartOfFiveMinutes(toDateTime(start_time)) IN {slices:Array(DateTime)}`,
    parameters: { ...range.parameters, slices: times.slices },
  };
}
