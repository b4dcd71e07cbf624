import type { Parameters, Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';

export interface SeriesRow {
  readonly seriesId: string;
  readonly service: string;
  readonly instance: string;
  readonly attributeKeys: readonly string[];
  readonly attributeValues: readonly string[];
  readonly attributeTypes: string;
}

export interface SeriesSearch {
  readonly name: string;
  readonly kind: string;
  readonly unit: string;
  readonly range: TimeRange;
  readonly service?: string;
  /** A label is an attribute of the series, or of its resource where the series has none. */
  readonly labels: readonly { readonly label: string; readonly value: string }[];
  readonly limit: number;
}

/** Series of a gauge or sum that have points in the range. */
export function seriesWithPoints(store: Questionable, search: SeriesSearch): Promise<SeriesRow[]> {
  const { name, kind, unit, range, service, labels, limit } = search;
  const conditions = service === undefined ? [] : ['service = {service:String}'];
  const parameters: Record<string, unknown> = { name, kind, unit, limit, service };
  for (const [index, { label, value }] of labels.entries()) {
    const [l, v] = [`{label${index}:String}`, `{value${index}:String}`];
    const matches = `mapContains(attributes, ${l}) AND attributes[${l}] = ${v}`;
    conditions.push(
      `if(mapContains(attributes, ${l}), attributes[${l}] = ${v},
          resource_id IN (SELECT resource_id FROM resources WHERE ${matches}))`,
    );
    parameters[`label${index}`] = label;
    parameters[`value${index}`] = value;
  }
  return store.rows<SeriesRow>(
    `SELECT
       series_id AS seriesId,
       service,
       instance,
       mapKeys(attributes) AS attributeKeys,
       mapValues(attributes) AS attributeValues,
       attribute_types AS attributeTypes
     FROM metric_series
     WHERE metric = {name:String} AND kind = {kind:String} AND unit = {unit:String}
       ${conditions.map((condition) => `AND ${condition}`).join('\n')}
       AND series_id IN (
         SELECT series_id FROM metric_points
         WHERE metric = {name:String} AND ${within('time')} AND value_type != ''
       )
     ORDER BY service, series_id
     LIMIT 1 BY series_id
     LIMIT {limit:UInt32}`,
    { ...rangeParameters(range), ...(parameters as Parameters) },
  );
}
