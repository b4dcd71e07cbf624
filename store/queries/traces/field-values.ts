import type { Questionable } from '../../client.ts';
import type { Field } from '../../language/ast.ts';
import { spanGrouping } from '../../language/grouping.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';
import { type SpanFilter, spanConditions } from './filter.ts';
import { rangeWithSpans } from './recent.ts';

export interface FieldValueRow {
  readonly value: string;
  readonly spans: string;
}

export interface FieldValues {
  readonly range: TimeRange;
  readonly filter: SpanFilter;
  readonly field: Field;
  /** What the values begin with, in any case of letters. */
  readonly prefix: string;
  readonly limit: number;
}

/** So many spans tell which values are usual. */
const USUAL = 20_000;
/** In so many they are looked for that are rare, or that only few spans have. */
const RARE = 1_000_000;
/** A field that fewer spans have is a rare one. */
const FEW = 1_000;

/** Values of a field in recent spans that match, most frequent first; empty ones are none. */
export async function fieldValues(
  store: Questionable,
  asked: FieldValues,
): Promise<FieldValueRow[]> {
  const recent = await rangeWithSpans(store, asked.range, USUAL);
  const usual = await valuesWithin(store, recent.range, asked);
  const spans = usual.reduce((sum, row) => sum + Number(row.spans), 0);
  if (spans >= FEW || recent.spans < USUAL) return usual;
  const wide = await rangeWithSpans(store, asked.range, RARE);
  return valuesWithin(store, wide.range, asked);
}

function valuesWithin(
  store: Questionable,
  range: TimeRange,
  { filter, field, prefix, limit }: FieldValues,
): Promise<FieldValueRow[]> {
  const conditions = spanConditions(filter);
  const grouping = spanGrouping([field]);
  return store.rows<FieldValueRow>(
    `SELECT ${grouping.sql}[1] AS value, count() AS spans
     FROM spans ${grouping.join}
     WHERE ${within('start_time')} AND ${conditions.sql}
       AND value != '' AND startsWithCaseInsensitive(value, {prefix:String})
     GROUP BY value
     ORDER BY spans DESC, value
     LIMIT {limit:UInt32}`,
    {
      ...rangeParameters(range),
      ...conditions.parameters,
      ...grouping.parameters,
      prefix,
      limit,
    },
  );
}
