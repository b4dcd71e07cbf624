import type { Questionable } from '../../client.ts';
import type { Field } from '../../language/ast.ts';
import { spanGrouping } from '../../language/grouping.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';
import { type SpanFilter, spanConditions } from './filter.ts';
import { recentRanges } from './recent.ts';

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
const ENOUGH_SPANS = 20_000;
/** A value that is in fewer of the newest spans than this is looked for no further. */
const MOST_READ = '3000000';

/** Values of a field in recent spans that match, most frequent first; empty ones are none. */
export async function fieldValues(
  store: Questionable,
  asked: FieldValues,
): Promise<FieldValueRow[]> {
  let found: FieldValueRow[] = [];
  for (const recent of recentRanges(asked.range)) {
    found = await valuesWithin(store, recent, asked);
    if (found.reduce((sum, { spans }) => sum + Number(spans), 0) >= ENOUGH_SPANS) break;
  }
  return found;
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
    { settings: { max_rows_to_read: MOST_READ, read_overflow_mode: 'break' } },
  );
}
