import type { Parameters, Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, TRACE_ID, TRACE_IDS, within } from '../time.ts';
import { type SpanFilter, spanConditions } from './filter.ts';

/** A trace and its place in the list: what the cursor is made of. */
export interface TraceMatch {
  readonly traceId: string;
  /**
   * Of the span that it was found by: by time, when the newest one began, Unix nanoseconds; by
   * duration, how many nanoseconds the longest one took.
   */
  readonly rank: string;
}

export interface AskedMatches {
  readonly range: TimeRange;
  readonly filter: SpanFilter;
  /** Traces that were found already. */
  readonly except: readonly string[];
  /** Only what comes after it. */
  readonly last: TraceMatch | undefined;
  readonly limit: number;
}

/** Traces by the newest of their spans that match, each once. */
export function newestMatches(store: Questionable, asked: AskedMatches): Promise<TraceMatch[]> {
  const { sql, parameters } = common(asked);
  return store.rows<TraceMatch>(
    `SELECT lower(hex(trace_id)) AS traceId, toUnixTimestamp64Nano(max(start_time)) AS rank
     FROM spans
     WHERE ${sql}
     GROUP BY trace_id
     ${asked.last ? 'HAVING (rank, traceId) < ({lastRank:Int64}, {traceId:String})' : ''}
     ORDER BY rank DESC, traceId DESC
     LIMIT {limit:UInt32}`,
    parameters,
  );
}

/**
 * Traces by their spans that match, the longest span first; a trace comes once for each. Its first
 * is its longest, and so the rest of the spans need not be grouped.
 */
export function longestMatches(store: Questionable, asked: AskedMatches): Promise<TraceMatch[]> {
  const { sql, parameters } = common(asked);
  const later = `AND duration_ns <= {lastRank:Int64}
    AND (duration_ns < {lastRank:Int64} OR trace_id < ${TRACE_ID})`;
  return store.rows<TraceMatch>(
    `SELECT lower(hex(trace_id)) AS traceId, duration_ns AS rank
     FROM spans
     WHERE ${sql} ${asked.last ? later : ''}
     ORDER BY duration_ns DESC, trace_id DESC
     LIMIT {limit:UInt32}`,
    parameters,
  );
}

function common({ range, filter, except, last, limit }: AskedMatches): {
  sql: string;
  parameters: Parameters;
} {
  const conditions = spanConditions(filter);
  const excepted = except.length > 0 ? `AND trace_id NOT IN ${TRACE_IDS}` : '';
  return {
    sql: `${within('start_time')} AND ${conditions.sql} ${excepted}`,
    parameters: {
      ...rangeParameters(range),
      ...conditions.parameters,
      ...(except.length > 0 && { traceIds: except }),
      ...(last && { lastRank: last.rank, traceId: last.traceId }),
      limit,
    },
  };
}
