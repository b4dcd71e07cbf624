import type { Questionable } from '../../client.ts';
import { ATTRIBUTE_COLUMNS, type AttributeRow } from '../columns.ts';
import { rangeParameters, type TimeRange, TRACE_IDS, within } from '../time.ts';

export interface ExemplarRow extends AttributeRow {
  readonly metric: string;
  readonly service: string;
  readonly timeUnixNano: string;
  /** d double, i integer, empty: no value. */
  readonly valueType: string;
  readonly value: string;
  readonly traceId: string;
  readonly spanId: string;
  /** How many there are, those beyond the limit too; the same in every row. */
  readonly total: string;
}

/** Measurements that name one of these traces, earliest first. */
export async function traceExemplars(
  store: Questionable,
  traceIds: readonly string[],
  range: TimeRange,
  limit: number,
): Promise<ExemplarRow[]> {
  if (traceIds.length === 0) return [];
  return store.rows<ExemplarRow>(
    `WITH found AS (
       SELECT *, count() OVER () AS total FROM metric_exemplars
       WHERE ${within('time')} AND trace_id IN ${TRACE_IDS}
       ORDER BY time, metric, series_id
       LIMIT {limit:UInt32}
     )
     SELECT
       found.metric AS metric,
       series.service AS service,
       toUnixTimestamp64Nano(time) AS timeUnixNano,
       value_type AS valueType,
       if(value_type = 'i', toString(int_value), toString(value)) AS value,
       lower(hex(trace_id)) AS traceId,
       lower(hex(span_id)) AS spanId,
       ${ATTRIBUTE_COLUMNS},
       total
     FROM found
     LEFT JOIN (
       SELECT metric, series_id, any(service) AS service
       FROM metric_series
       WHERE metric IN (SELECT metric FROM found) AND series_id IN (SELECT series_id FROM found)
       GROUP BY metric, series_id
     ) AS series ON series.metric = found.metric AND series.series_id = found.series_id
     ORDER BY time, metric, found.series_id`,
    { ...rangeParameters(range), traceIds, limit },
  );
}
