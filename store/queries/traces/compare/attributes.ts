import type { Questionable } from '../../../client.ts';
import type { SideCounts } from './counts.ts';
import { type FieldRow, fieldsSql, LONGEST_VALUE } from './field.ts';
import { type Sampling, type Sides, sampledSql, sidesSql } from './sides.ts';

/**
 * How often attributes have which values in the spans of either side that are looked at; about how
 * many those are, `sizes` says.
 */
export function attributeFields(
  store: Questionable,
  sides: Sides,
  sampling: Sampling,
  sizes: SideCounts,
): Promise<FieldRow[]> {
  const { where, selected, parameters } = sampledSql(sidesSql(sides), sampling);
  return store.rows<FieldRow>(
    fieldsSql(
      // A number is grouped quicker than two texts, and no two attributes will have the same one.
      `SELECT
         'attribute' AS kind,
         any(one_key) AS key,
         any(one_value) AS value,
         countIf(is_selected) AS s,
         count() - s AS r,
         min(trace) != max(trace) AS recurs
       FROM (
         SELECT ${selected} AS is_selected, attributes, cityHash64(trace_id) AS trace
         FROM spans
         WHERE ${where}
       )
       ARRAY JOIN mapKeys(attributes) AS one_key, mapValues(attributes) AS one_value
       WHERE length(one_value) <= ${LONGEST_VALUE}
       GROUP BY cityHash64(one_key, one_value)`,
      { selected: '{ofSelected:Float64}', rest: '{ofRest:Float64}' },
    ),
    { ...parameters, ofSelected: sizes.selected, ofRest: sizes.rest },
  );
}
