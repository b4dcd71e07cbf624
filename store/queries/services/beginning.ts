import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';

const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
/** Of a system that runs for longer, half a minute more or less changes no rate by 0.5 %. */
const LONG = 180n * MINUTE;

/**
 * Unix nanoseconds of the first span in the range, if there was none in the hour before it: then
 * the system began there. Undefined: it ran before, or there is nothing. Which minutes have spans
 * is known without looking at spans. Of a beginning long before the range's end only the middle of
 * the minute is told; for a later one, that minute is looked at.
 */
export async function beginningIn(
  store: Questionable,
  range: TimeRange,
): Promise<bigint | undefined> {
  const minute = await firstMinute(store, range);
  if (minute === undefined) return undefined;
  const from = minute > range.from ? minute : range.from;
  const until = minute + MINUTE;
  if (range.to - until > LONG) return from + (until - from) / 2n;
  return firstSpan(store, { from, to: until < range.to ? until : range.to });
}

/** The first minute with spans in the range; undefined: none has, or the hour before has some. */
async function firstMinute(
  store: Questionable,
  { from, to }: TimeRange,
): Promise<bigint | undefined> {
  const first = (from / MINUTE) * 60n;
  const [row] = await store.rows<{ earliest: string; before: string }>(
    `SELECT toUnixTimestamp(min(minute)) AS earliest, countIf(minute < toDateTime({first:UInt32}, 'UTC')) AS before
     FROM span_minutes
     WHERE minute >= toDateTime({first:UInt32}, 'UTC') - INTERVAL 1 HOUR
       AND minute < toDateTime({end:UInt32}, 'UTC')`,
    { first: String(first), end: String((to + SECOND - 1n) / SECOND) },
  );
  if (!row || row.before !== '0' || Number(row.earliest) === 0) return undefined;
  return BigInt(row.earliest) * SECOND;
}

async function firstSpan(store: Questionable, range: TimeRange): Promise<bigint | undefined> {
  const [row] = await store.rows<{ first: string; spans: string }>(
    `SELECT toUnixTimestamp64Nano(min(start_time)) AS first, count() AS spans
     FROM spans
     WHERE ${within('start_time')}`,
    rangeParameters(range),
  );
  return row && row.spans !== '0' ? BigInt(row.first) : undefined;
}
