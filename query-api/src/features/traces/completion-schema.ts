import Type from 'typebox';
import { parameters, TimeRangeQuery, words } from '../../schemas/common.ts';
import { SpanFilters } from './schema.ts';

const Prefix = Type.String({
  default: '',
  maxLength: 1_000,
  description: 'What they begin with, in any case of letters.',
});
const Spans = Type.Integer({ description: 'How many of the spans that were looked at have it.' });

export const FieldsQuery = parameters({ ...TimeRangeQuery, prefix: Prefix });

export const FieldsReply = Type.Object({
  fields: Type.Array(
    Type.Object({
      name: Type.String({ description: 'As the query language names it.' }),
      kind: words(['column', 'attribute', 'resource']),
      spans: Spans,
    }),
    { description: 'Columns first, then by how many spans have it.' },
  ),
});

export const ValuesQuery = parameters({
  ...TimeRangeQuery,
  field: Type.String({ minLength: 1, maxLength: 1_000 }),
  prefix: Prefix,
  q: SpanFilters.q,
});

export const ValuesReply = Type.Object({
  values: Type.Array(Type.Object({ value: Type.String(), spans: Spans }), {
    description: 'At most 50, most frequent first.',
  }),
});
