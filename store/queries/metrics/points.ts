import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';

export interface SeriesPointsRow {
  readonly seriesId: string;
  /** Earliest first: milliseconds, type (d double, i integer) and value, all as text. */
  readonly points: readonly (readonly [string, string, string])[];
}

/** The newest points of each series in the range, at most `limitPerSeries` of each. */
export function seriesPoints(
  store: Questionable,
  name: string,
  seriesIds: readonly string[],
  range: TimeRange,
  limitPerSeries: number,
): Promise<SeriesPointsRow[]> {
  return store.rows<SeriesPointsRow>(
    `SELECT seriesId, arrayReverse(groupArray((millis, type, text))) AS points
     FROM (
       SELECT
         series_id AS seriesId,
         toString(toUnixTimestamp64Milli(time)) AS millis,
         value_type AS type,
         if(value_type = 'i', toString(int_value), toString(value)) AS text
       FROM metric_points
       WHERE metric = {name:String} AND series_id IN {seriesIds:Array(UInt64)}
         AND ${within('time')} AND value_type != ''
       ORDER BY series_id, time DESC
       LIMIT {limitPerSeries:UInt32} BY series_id
     )
     GROUP BY seriesId`,
    { ...rangeParameters(range), name, seriesIds: seriesIds.map(BigInt), limitPerSeries },
  );
}
