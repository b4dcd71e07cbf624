import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, TRACE_IDS, within } from '../time.ts';
import { type SpanFilter, spanConditions } from './filter.ts';
import type { TraceMatch } from './matches.ts';
import type { TraceOrder } from './search.ts';

/** Those of the matches that have a match before the cursor too, and so were on an earlier page. */
export async function tracesGiven(
  store: Questionable,
  order: TraceOrder,
  after: TraceMatch,
  range: TimeRange,
  filter: SpanFilter,
  matches: readonly TraceMatch[],
): Promise<ReadonlySet<string>> {
  if (matches.length === 0) return new Set();
  const conditions = spanConditions(filter);
  const rank = order === 'time' ? 'toUnixTimestamp64Nano(start_time)' : 'duration_ns';
  const rows = await store.rows<{ traceId: string }>(
    `SELECT DISTINCT lower(hex(trace_id)) AS traceId
     FROM spans
     WHERE ${within('start_time')} AND trace_id IN ${TRACE_IDS} AND ${conditions.sql}
       AND (${rank} > {afterRank:Int64} OR (${rank} = {afterRank:Int64} AND traceId >= {afterId:String}))
       AND start_time <= (SELECT max(last_time) FROM trace_times WHERE trace_id IN ${TRACE_IDS})`,
    {
      ...rangeParameters(order === 'time' ? { from: BigInt(after.rank), to: range.to } : range),
      ...conditions.parameters,
      traceIds: [...new Set(matches.map((match) => match.traceId))],
      afterRank: after.rank,
      afterId: after.traceId,
    },
  );
  return new Set(rows.map((row) => row.traceId));
}
