import type { Questionable } from '../../client.ts';
import { growingWindows, rangeParameters, type TimeRange, TRACE_IDS, within } from '../time.ts';
import { type SpanFilter, spanConditions } from './filter.ts';

/** A trace, and when its newest span that matches began: the order of the list, and its cursor. */
export interface TraceMatch {
  readonly traceId: string;
  readonly newestUnixNano: string;
}

export interface TraceSearch {
  readonly range: TimeRange;
  readonly filter: SpanFilter;
  readonly limit: number;
  /** The last trace of the page before. */
  readonly after?: TraceMatch;
}

// Traces that a window brings up again are left out of its answer, so a small rest of a page
// would ask many times for few; it asks for at least as many as this.
const SMALLEST_ASK = 50;

/**
 * Traces with at least one span that matches, by their newest such span, newest first. Over all
 * pages a trace comes once: by its newest match in the whole range, wherever its other spans are.
 */
export async function searchTraces(
  store: Questionable,
  { range, filter, limit, after }: TraceSearch,
): Promise<TraceMatch[]> {
  const found: TraceMatch[] = [];
  // A trace that began in the very nanosecond of the cursor may still be to come.
  const to = after ? BigInt(after.newestUnixNano) + 1n : range.to;
  for (const window of growingWindows({ from: range.from, to })) {
    let last = after;
    while (found.length < limit) {
      const asked = Math.max(limit - found.length, SMALLEST_ASK);
      const batch = await matchesWithin(store, window, filter, found, last, asked);
      const given = after ? await givenBefore(store, after, range, filter, batch) : new Set();
      found.push(...batch.filter((match) => !given.has(match.traceId)));
      last = batch.at(-1);
      if (batch.length < asked) break;
    }
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

function matchesWithin(
  store: Questionable,
  window: TimeRange,
  filter: SpanFilter,
  except: readonly TraceMatch[],
  after: TraceMatch | undefined,
  limit: number,
): Promise<TraceMatch[]> {
  const conditions = spanConditions(filter);
  return store.rows<TraceMatch>(
    `SELECT lower(hex(trace_id)) AS traceId, toUnixTimestamp64Nano(max(start_time)) AS newestUnixNano
     FROM spans
     WHERE ${within('start_time')} AND ${conditions.sql}
       ${except.length > 0 ? `AND trace_id NOT IN ${TRACE_IDS}` : ''}
     GROUP BY trace_id
     ${after ? 'HAVING (newestUnixNano, traceId) < ({afterNano:Int64}, {afterId:String})' : ''}
     ORDER BY newestUnixNano DESC, traceId DESC
     LIMIT {limit:UInt32}`,
    {
      ...rangeParameters(window),
      ...conditions.parameters,
      ...(except.length > 0 && { traceIds: except.map((match) => match.traceId) }),
      ...(after && { afterNano: after.newestUnixNano, afterId: after.traceId }),
      limit,
    },
  );
}

/** Those of the matches that have a match before the cursor too, and so were on an earlier page. */
async function givenBefore(
  store: Questionable,
  after: TraceMatch,
  range: TimeRange,
  filter: SpanFilter,
  matches: readonly TraceMatch[],
): Promise<ReadonlySet<string>> {
  if (matches.length === 0) return new Set();
  const conditions = spanConditions(filter);
  const rows = await store.rows<{ traceId: string }>(
    `SELECT DISTINCT lower(hex(trace_id)) AS traceId
     FROM spans
     WHERE ${within('start_time')} AND trace_id IN ${TRACE_IDS} AND ${conditions.sql}
       AND (start_time > fromUnixTimestamp64Nano({from:Int64}, 'UTC') OR traceId >= {afterId:String})
       AND start_time <= (SELECT max(last_time) FROM trace_times WHERE trace_id IN ${TRACE_IDS})`,
    {
      ...rangeParameters({ from: BigInt(after.newestUnixNano), to: range.to }),
      ...conditions.parameters,
      traceIds: matches.map((match) => match.traceId),
      afterId: after.traceId,
    },
  );
  return new Set(rows.map((row) => row.traceId));
}
