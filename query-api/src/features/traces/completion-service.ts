import type { Questionable } from '@nunchi/store';
import type { Field } from '@nunchi/store/language/ast';
import { COLUMN_FIELDS, fieldName, toField } from '@nunchi/store/language/fields';
import { attributeKeys } from '@nunchi/store/queries/traces/attribute-keys';
import { fieldValues } from '@nunchi/store/queries/traces/field-values';
import { rangeWithSpans } from '@nunchi/store/queries/traces/recent';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import { readQuery } from '../../model/filters.ts';
import { parseRange } from '../../model/time.ts';
import type { FieldsQuery, FieldsReply, ValuesQuery, ValuesReply } from './completion-schema.ts';

/** So many spans tell which attributes there are. */
const ENOUGH_SPANS = 20_000;
const MOST_FIELDS = 200;
const MOST_VALUES = 50;

/** Fields by the names that recent spans have; the columns, which every span has, first. */
export async function listFields(
  store: Questionable,
  asked: Static<typeof FieldsQuery>,
  now: number,
): Promise<Static<typeof FieldsReply>> {
  const { range, spans } = await rangeWithSpans(store, parseRange(asked, now), ENOUGH_SPANS);
  const columns = COLUMN_FIELDS.traces.map((name) => ({ name, kind: 'column' as const, spans }));
  const keys = await attributeKeys(store, range, MOST_FIELDS);
  const named = keys.map(({ kind, key, spans: having }) => ({
    name: fieldName({ kind, key }),
    kind,
    spans: Number(having),
  }));
  const prefix = asked.prefix.toLowerCase();
  named.sort((a, b) => b.spans - a.spans || (a.name < b.name ? -1 : 1));
  const fields = [...columns, ...named];
  return { fields: fields.filter(({ name }) => name.toLowerCase().startsWith(prefix)) };
}

/** Values that a field has in recent spans that satisfy the query. */
export async function listValues(
  store: Questionable,
  asked: Static<typeof ValuesQuery>,
  now: number,
): Promise<Static<typeof ValuesReply>> {
  const range = parseRange(asked, now);
  const query = asked.q === undefined ? undefined : readQuery(asked.q, 'traces');
  const field = toField(asked.field, 'traces');
  if (!field) {
    throw new ApiError('invalid_parameter', `there is no field ${asked.field}`, {
      parameter: 'field',
      place: { expected: [...COLUMN_FIELDS.traces] },
    });
  }
  if (!hasUsualValues(field)) return { values: [] };
  const found = await fieldValues(store, {
    range,
    filter: query ? { query } : {},
    field,
    prefix: asked.prefix,
    limit: MOST_VALUES,
  });
  return { values: found.map(({ value, spans }) => ({ value, spans: Number(spans) })) };
}

/** Ids and durations are too many to be chosen from. */
const hasUsualValues = (field: Field): boolean =>
  field.kind !== 'column' || !['duration', 'trace', 'correlation'].includes(field.name);
