import type { Questionable } from '../../client.ts';

export interface MetricDefinitionRow {
  readonly kind: string;
  readonly unit: string;
}

/** What a metric is, by its newest series; undefined when there never was one. */
export async function metricDefinition(
  store: Questionable,
  name: string,
  service?: string,
): Promise<MetricDefinitionRow | undefined> {
  const [row] = await store.rows<MetricDefinitionRow>(
    `SELECT kind, unit FROM metric_series
     WHERE metric = {name:String} ${service === undefined ? '' : 'AND service = {service:String}'}
     ORDER BY last_seen DESC, series_id LIMIT 1`,
    { name, service },
  );
  return row;
}
