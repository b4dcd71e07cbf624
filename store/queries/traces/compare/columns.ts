import type { Questionable } from '../../../client.ts';
import { toField } from '../../../language/fields.ts';
import { spanGrouping } from '../../../language/grouping.ts';
import { type FieldRow, fieldsSql, LONGEST_VALUE } from './field.ts';
import { type Sides, sidesSql } from './sides.ts';

/** In the words of the query language. Durations and ids have no values to compare. */
const COLUMNS = 'service namespace environment version instance name kind status'.split(' ');
const FIELDS = COLUMNS.flatMap((name) => toField(name, 'traces') ?? []);

/**
 * How often the columns and the attributes of resources have which values on either side, in every
 * span. Every span has a kind, so the row of that field says how many spans each side has.
 */
export function columnFields(store: Questionable, sides: Sides): Promise<FieldRow[]> {
  const { where, selected, parameters } = sidesSql(sides);
  const columns = spanGrouping(FIELDS).sql;
  return store.rows<FieldRow>(
    fieldsSql(
      // Spans that are alike in all of it are counted together first: there are few such groups.
      `SELECT
         pair.1 AS kind,
         pair.2 AS key,
         pair.3 AS value,
         sum(alike_selected) AS s,
         sum(alike_rest) AS r,
         s + r > 1 AS recurs,
         any(all_selected) AS of_selected,
         any(all_rest) AS of_rest
       FROM (
         SELECT
           *,
           sum(alike_selected) OVER () AS all_selected,
           sum(alike_rest) OVER () AS all_rest
         FROM (
           SELECT
             resource_id,
             ${columns} AS columns,
             countIf(${selected}) AS alike_selected,
             count() - alike_selected AS alike_rest
           FROM spans
           WHERE ${where}
           GROUP BY resource_id, service, namespace, environment, version, instance, name, kind, status_code
         )
       ) AS alike
       LEFT ANY JOIN (
         SELECT resource_id, attributes FROM resources LIMIT 1 BY resource_id
       ) AS known USING (resource_id)
       ARRAY JOIN arrayConcat(
         arrayMap((key, value) -> ('column', key, value), {columns:Array(String)}, columns),
         arrayMap((key, value) -> ('resource', toString(key), value), mapKeys(attributes), mapValues(attributes))
       ) AS pair
       WHERE value != '' AND length(value) <= ${LONGEST_VALUE}
       GROUP BY kind, key, value`,
      { selected: 'of_selected', rest: 'of_rest' },
    ),
    { ...parameters, columns: COLUMNS },
  );
}
