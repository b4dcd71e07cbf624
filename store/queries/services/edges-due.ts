import type { Questionable } from '../../client.ts';

export interface DueMinute {
  /** Start of the minute, Unix seconds. */
  readonly minute: number;
  readonly spans: number;
  /** Spans of the minute and of the two around it, as far as those are over. */
  readonly around: number;
  /** The version that its edges have now; 0: none. */
  readonly version: bigint;
}

interface Row {
  readonly minute: number;
  readonly spans: string;
  readonly around: string;
  readonly version: string;
}

/**
 * Minutes before `closedBefore` (Unix seconds) whose edges were never computed, or from other spans
 * than are there now; newest first. A minute is computed again when the one after it is over: that
 * has answers to its last calls.
 */
export async function dueMinutes(
  store: Questionable,
  closedBefore: number,
  limit: number,
): Promise<DueMinute[]> {
  const rows = await store.rows<Row>(
    `SELECT toUnixTimestamp(counted.minute) AS minute, spans, around, version
     FROM (
       SELECT minute, sum(span_minutes.spans) AS spans,
         sum(spans) OVER (ORDER BY toUnixTimestamp(minute) RANGE BETWEEN 60 PRECEDING AND 60 FOLLOWING) AS around
       FROM span_minutes
       WHERE minute < toDateTime({closedBefore:UInt32}, 'UTC')
       GROUP BY minute
     ) AS counted
     LEFT JOIN (
       SELECT minute, max(edge_computations.version) AS version, argMax(spans, edge_computations.version) AS computed
       FROM edge_computations
       GROUP BY minute
     ) AS done ON done.minute = counted.minute
     WHERE around != computed
     ORDER BY minute DESC
     LIMIT {limit:UInt32}`,
    { closedBefore, limit },
  );
  return rows.map(({ minute, spans, around, version }) => ({
    minute,
    spans: Number(spans),
    around: Number(around),
    version: BigInt(version),
  }));
}
