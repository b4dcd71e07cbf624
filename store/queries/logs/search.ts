import type { Questionable } from '../../client.ts';
import { growingWindows, rangeParameters, type TimeRange, within } from '../time.ts';
import { type LogFilter, logConditions } from './filter.ts';
import { LOG_COLUMNS, LOG_HASH, type LogRow } from './row.ts';

/**
 * Where a page ended. Many records may have the same time, so their hash is the second key; and
 * records may be alike in everything, so the pages count how many of those they have given.
 */
export interface LogPosition {
  readonly timeUnixNano: string;
  readonly hash: string;
  readonly given: number;
}

export interface LogSearch {
  readonly range: TimeRange;
  readonly filter: LogFilter;
  readonly limit: number;
  readonly after?: LogPosition;
}

export interface FoundLogRow extends LogRow {
  readonly hash: string;
}

/**
 * Log records that match, newest first. First only as few columns as tell how far back the page
 * reaches, then every column of that stretch.
 */
export async function searchLogs(
  store: Questionable,
  { range, filter, limit, after }: LogSearch,
): Promise<FoundLogRow[]> {
  const conditions = logConditions(filter);
  // What is left of the cursor's own nanosecond belongs to the page, and is not counted for it.
  const end = after ? BigInt(after.timeUnixNano) + 1n : range.to;
  const from = await reach(store, { from: range.from, to: after ? end - 1n : end }, filter, limit);
  return store.rows<FoundLogRow>(
    `SELECT ${LOG_COLUMNS}, ${LOG_HASH} AS hash
     FROM logs
     WHERE ${within('time')} AND ${conditions.sql}
       ${after ? "AND (time < fromUnixTimestamp64Nano({afterNano:Int64}, 'UTC') OR hash <= {afterHash:UInt64})" : ''}
     ORDER BY time DESC, hash DESC
     LIMIT {limit:UInt32} OFFSET {given:UInt32}`,
    {
      ...rangeParameters({ from, to: end }),
      ...conditions.parameters,
      ...(after && { afterNano: after.timeUnixNano, afterHash: after.hash }),
      limit,
      given: after?.given ?? 0,
    },
  );
}

/** The time of the record at which `limit` is reached, newest first; the range's start if it is not. */
async function reach(
  store: Questionable,
  range: TimeRange,
  filter: LogFilter,
  limit: number,
): Promise<bigint> {
  const conditions = logConditions(filter);
  let missing = limit;
  for (const window of growingWindows(range)) {
    const times = await store.rows<{ nano: string }>(
      `SELECT toUnixTimestamp64Nano(time) AS nano
       FROM logs
       WHERE ${within('time')} AND ${conditions.sql}
       ORDER BY time DESC
       LIMIT {missing:UInt32}`,
      { ...rangeParameters(window), ...conditions.parameters, missing },
    );
    missing -= times.length;
    const last = times.at(-1);
    if (missing === 0 && last) return BigInt(last.nano);
  }
  return range.from;
}
