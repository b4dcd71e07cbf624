import type { QueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { Suggestions } from '../../../shared/query/suggestions.ts';
import type { TimeRange } from '../../../shared/time/range.ts';

/** What was seen a minute ago is still good enough to be suggested. */
const FRESH_MS = 60_000;

/** Fields and values that occur in the spans of a range. */
export const spanSuggestions = (client: QueryClient, range: TimeRange): Suggestions => ({
  fields: async (prefix) => {
    const query = { from: range.from, to: range.to, prefix };
    const { fields } = await client.fetchQuery({
      queryKey: ['span fields', query],
      queryFn: ({ signal }) =>
        unwrap(api.GET('/api/v1/traces/fields', { params: { query }, signal })),
      staleTime: FRESH_MS,
    });
    return fields.map(({ name, spans }) => ({ text: name, count: spans }));
  },
  values: async (field, prefix) => {
    const query = { from: range.from, to: range.to, field, prefix };
    const { values } = await client.fetchQuery({
      queryKey: ['span values', query],
      queryFn: ({ signal }) =>
        unwrap(api.GET('/api/v1/traces/values', { params: { query }, signal })),
      staleTime: FRESH_MS,
    });
    return values.map(({ value, spans }) => ({ text: value, count: spans }));
  },
});
