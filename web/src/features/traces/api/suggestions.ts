import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { Suggestions } from '../../../shared/query/suggestions.ts';
import type { TimeRange } from '../../../shared/time/range.ts';

/** What was seen a minute ago is still good enough to be suggested. */
const FRESH_MS = 60_000;

/** Names of fields that occur in the spans of a range. */
export const fieldsQuery = (range: TimeRange, prefix: string) => {
  const query = { from: range.from, to: range.to, prefix };
  return queryOptions({
    queryKey: ['span fields', query],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/traces/fields', { params: { query }, signal })),
    staleTime: FRESH_MS,
  });
};

interface Values {
  readonly field: string;
  readonly prefix: string;
  /** Only values of the spans that it finds. */
  readonly q?: string | undefined;
}

/** The most frequent values of a field. */
export const valuesQuery = (range: TimeRange, { field, prefix, q }: Values) => {
  const query = { from: range.from, to: range.to, field, prefix, ...(q !== undefined && { q }) };
  return queryOptions({
    queryKey: ['span values', query],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/traces/values', { params: { query }, signal })),
    staleTime: FRESH_MS,
  });
};

/** What the editor offers. */
export const spanSuggestions = (client: QueryClient, range: TimeRange): Suggestions => ({
  fields: async (prefix) => {
    const { fields } = await client.fetchQuery(fieldsQuery(range, prefix));
    // Every span has the columns: their count would say nothing.
    return fields.map(({ name, kind, spans }) =>
      kind === 'column' ? { text: name } : { text: name, count: spans },
    );
  },
  values: async (field, prefix) => {
    const { values } = await client.fetchQuery(valuesQuery(range, { field, prefix }));
    return values.map(({ value, spans }) => ({ text: value, count: spans }));
  },
});
