/** A field, and how often it has which value on either side. */
export interface FieldRow {
  readonly kind: 'column' | 'attribute' | 'resource';
  readonly key: string;
  /** Spans that have any value. */
  readonly selected: string;
  readonly rest: string;
  readonly distinct: string;
  /**
   * Value, spans selected, spans of the rest: those whose shares differ most. A value that does
   * not recur is an id, and not among them.
   */
  readonly values: readonly (readonly [string, string, string])[];
}

const MOST_VALUES = 20;
const MOST_KEYS = 1_000;
/** A longer value is no value to filter by. */
export const LONGEST_VALUE = 1_000;
/** Values whose shares differ by less than this tell nothing. */
const SMALLEST_DIFFERENCE = 0.001;

/**
 * SQL: rows of `kind, key, value, s, r, recurs`, one for each value and its spans on either side,
 * put together to one for each field. `shares` are the sides' sizes, in SQL over those rows.
 */
export function fieldsSql(values: string, shares: { selected: string; rest: string }): string {
  const difference = `abs(s / ${shares.selected} - r / ${shares.rest})`;
  return `SELECT
     kind,
     key,
     sum(s) AS selected,
     sum(r) AS rest,
     count() AS distinct,
     arrayMap(found -> (found.2, found.3, found.4), groupArraySortedIf(${MOST_VALUES})(
       (-${difference}, value, s, r), recurs AND ${difference} >= ${SMALLEST_DIFFERENCE})) AS values
   FROM (${values})
   GROUP BY kind, key
   ORDER BY selected + rest DESC, kind, key
   LIMIT ${MOST_KEYS}`;
}
