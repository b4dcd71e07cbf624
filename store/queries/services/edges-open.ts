import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange } from '../time.ts';

/**
 * Minutes that follow each other, as far as they have spans, and whose edges are not computed. The
 * last minute of the range stands alone: it is the one that is looked at most, and often has few.
 */
export interface OpenMinutes {
  /** Unix nanoseconds: from the start of the first to the end of the last. */
  readonly from: bigint;
  readonly to: bigint;
  readonly minutes: number;
  readonly spans: number;
}

interface Row {
  readonly first: number;
  readonly last: number;
  readonly minutes: string;
  readonly spans: string;
}

const SECOND = 1_000_000_000n;
const MOST_RUNS = 500;

/**
 * Where in the range there are spans whose edges cannot be read: minutes that are not computed, and
 * those that the range begins and ends in the middle of. Newest first.
 */
export async function openMinutes(store: Questionable, range: TimeRange): Promise<OpenMinutes[]> {
  const rows = await store.rows<Row>(
    `SELECT
       toUnixTimestamp(min(minute)) AS first, toUnixTimestamp(max(minute)) AS last,
       count() AS minutes, sum(spans) AS spans
     FROM (
       SELECT minute, spans, isOpen, minute = max(minute) OVER () AS isLast,
         countIf(NOT isOpen) OVER (ORDER BY minute ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS run
       FROM (
         SELECT minute, sum(span_minutes.spans) AS spans,
           minute < fromUnixTimestamp64Nano({from:Int64}, 'UTC')
             OR minute + INTERVAL 1 MINUTE > fromUnixTimestamp64Nano({to:Int64}, 'UTC')
             OR minute NOT IN (
               SELECT minute FROM edge_computations
               WHERE minute >= toDateTime({fromMinute:UInt32}, 'UTC') AND minute < toDateTime({toMinute:UInt32}, 'UTC')
             ) AS isOpen
         FROM span_minutes
         WHERE minute >= toDateTime({fromMinute:UInt32}, 'UTC') AND minute < toDateTime({toMinute:UInt32}, 'UTC')
         GROUP BY minute
       )
     )
     WHERE isOpen
     GROUP BY run, isLast
     ORDER BY first DESC
     LIMIT ${MOST_RUNS}`,
    {
      ...rangeParameters(range),
      fromMinute: Number(range.from / SECOND / 60n) * 60,
      toMinute: Number((range.to + 60n * SECOND - 1n) / SECOND / 60n) * 60,
    },
  );
  return rows.map(({ first, last, minutes, spans }) => ({
    from: BigInt(first) * SECOND,
    to: BigInt(last + 60) * SECOND,
    minutes: Number(minutes),
    spans: Number(spans),
  }));
}
