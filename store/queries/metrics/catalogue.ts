import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange } from '../time.ts';

export interface MetricRow {
  readonly name: string;
  readonly kind: string;
  readonly unit: string;
  readonly description: string;
  readonly temporality: number;
  readonly monotonic: boolean;
  readonly services: readonly string[];
  readonly series: string;
  readonly lastSeenUnixNano: string;
}

/** Metrics that had points in the range, by name; where definitions differ, the newest counts. */
export function metricCatalogue(
  store: Questionable,
  range: TimeRange,
  service?: string,
): Promise<MetricRow[]> {
  return store.rows<MetricRow>(
    `SELECT
       metric AS name,
       argMax(
         (s.kind, s.unit, s.description, s.temporality, s.monotonic), last_seen
       ) AS newest,
       newest.1 AS kind,
       newest.2 AS unit,
       newest.3 AS description,
       newest.4 AS temporality,
       newest.5 AS monotonic,
       arraySort(groupUniqArray(100)(service)) AS services,
       uniqExact(series_id) AS series,
       toUnixTimestamp64Nano(max(last_seen)) AS lastSeenUnixNano
     FROM metric_series AS s
     WHERE last_seen >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
       AND first_seen < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
       ${service === undefined ? '' : 'AND service = {service:String}'}
     GROUP BY metric
     ORDER BY metric
     LIMIT 10000`,
    { ...rangeParameters(range), service },
  );
}
