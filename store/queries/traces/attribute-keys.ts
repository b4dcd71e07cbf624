import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';

export interface AttributeKeyRow {
  readonly kind: 'attribute' | 'resource';
  readonly key: string;
  /** How many spans have it. */
  readonly spans: string;
}

/** Keys of attributes of spans and of their resources, those of most spans first. */
export function attributeKeys(
  store: Questionable,
  range: TimeRange,
  limit: number,
): Promise<AttributeKeyRow[]> {
  return store.rows<AttributeKeyRow>(
    `SELECT 'attribute' AS kind, key, count() AS spans
     FROM (SELECT arrayJoin(mapKeys(attributes)) AS key FROM spans WHERE ${within('start_time')})
     GROUP BY key
     ORDER BY spans DESC, key
     LIMIT {limit:UInt32}
     UNION ALL
     SELECT 'resource' AS kind, key, sum(of_resource) AS spans
     FROM (
       SELECT resource_id, count() AS of_resource FROM spans WHERE ${within('start_time')}
       GROUP BY resource_id
     ) AS of_resources
     INNER JOIN (
       SELECT resource_id, mapKeys(attributes) AS keys FROM resources LIMIT 1 BY resource_id
     ) AS known USING (resource_id)
     ARRAY JOIN keys AS key
     GROUP BY key
     ORDER BY spans DESC, key
     LIMIT {limit:UInt32}`,
    { ...rangeParameters(range), limit },
  );
}
