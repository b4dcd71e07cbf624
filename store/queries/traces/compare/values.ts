import type { Parameters, Questionable } from '../../../client.ts';
import { toField } from '../../../language/fields.ts';
import { spanGrouping } from '../../../language/grouping.ts';
import { type Sampling, type Sides, sampledSql, sidesSql } from './sides.ts';

/** A field in the spans of either side that were looked at. */
export interface FieldRow {
  readonly kind: 'column' | 'attribute' | 'resource';
  readonly key: string;
  /** Spans that have any value. */
  readonly selected: string;
  readonly rest: string;
  readonly distinct: string;
  /** Value, spans selected, spans of the rest: those of the largest difference. */
  readonly values: readonly (readonly [string, string, string])[];
}

export interface Sampled {
  readonly sides: Sides;
  readonly sampling: Sampling;
  /** How many spans of each side are looked at. */
  readonly selected: number;
  readonly rest: number;
}

/** In the words of the query language. Durations and ids have no values to compare. */
const COLUMNS = 'service namespace environment version instance name kind status'.split(' ');
const MOST_VALUES = 20;
const MOST_KEYS = 1_000;
/** A longer value is no value to filter by. */
const LONGEST_VALUE = 1_000;

/** How often fields have which values on either side. */
export async function fieldsOfSides(store: Questionable, sampled: Sampled): Promise<FieldRow[]> {
  const sides = sampledSql(sidesSql(sampled.sides), sampled.sampling);
  const columns = COLUMNS.flatMap((name) => toField(name, 'traces') ?? []);
  const ask = (from: string, kind: FieldRow['kind'], parameters: Parameters = {}) =>
    store.rows<FieldRow>(fieldsSql(from, kind), {
      ...sides.parameters,
      ...parameters,
      selectedSpans: Math.max(1, sampled.selected),
      restSpans: Math.max(1, sampled.rest),
    });
  const counts = `countIf(${sides.selected}) AS s, count() - s AS r`;
  const rows = await Promise.all([
    ask(
      `SELECT key, value, ${counts}
       FROM spans
       ARRAY JOIN {columns:Array(String)} AS key, ${spanGrouping(columns).sql} AS value
       WHERE ${sides.where} AND value != ''
       GROUP BY key, value`,
      'column',
      { columns: COLUMNS },
    ),
    ask(
      `SELECT key, value, ${counts}
       FROM spans
       ARRAY JOIN mapKeys(attributes) AS key, mapValues(attributes) AS value
       WHERE ${sides.where} AND length(value) <= ${LONGEST_VALUE}
       GROUP BY key, value`,
      'attribute',
    ),
    ask(
      `SELECT key, value, sum(of_selected) AS s, sum(of_rest) AS r
       FROM (
         SELECT resource_id, countIf(${sides.selected}) AS of_selected, count() - of_selected AS of_rest
         FROM spans
         WHERE ${sides.where}
         GROUP BY resource_id
       ) AS of_resources
       INNER JOIN (SELECT resource_id, attributes FROM resources LIMIT 1 BY resource_id) AS known
         USING (resource_id)
       ARRAY JOIN mapKeys(attributes) AS key, mapValues(attributes) AS value
       WHERE length(value) <= ${LONGEST_VALUE}
       GROUP BY key, value`,
      'resource',
    ),
  ]);
  return rows.flat();
}

const fieldsSql = (values: string, kind: FieldRow['kind']): string =>
  `SELECT
     '${kind}' AS kind,
     key,
     sum(s) AS selected,
     sum(r) AS rest,
     count() AS distinct,
     arrayMap(found -> (found.2, found.3, found.4), groupArraySorted(${MOST_VALUES})(
       (-abs(s / {selectedSpans:UInt64} - r / {restSpans:UInt64}), value, s, r))) AS values
   FROM (${values})
   GROUP BY key
   ORDER BY selected + rest DESC, key
   LIMIT ${MOST_KEYS}`;
