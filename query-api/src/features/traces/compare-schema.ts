import Type from 'typebox';
import { Nullable } from '../../schemas/common.ts';
import { CountedSpans, SpanFilters } from './schema.ts';

const Time = Type.String({ description: 'A time, as in every question.' });

export const CompareBody = Type.Object(
  {
    from: Type.Optional(Time),
    to: Type.Optional(Time),
    ...SpanFilters,
    spans: CountedSpans,
    selection: Type.Object(
      {
        from: Type.Optional(Time),
        to: Type.Optional(Time),
        minDurationMs: Type.Optional(Type.Number({ minimum: 0, description: 'Inclusive.' })),
        maxDurationMs: Type.Optional(Type.Number({ minimum: 0, description: 'Exclusive.' })),
        q: SpanFilters.q,
      },
      {
        additionalProperties: false,
        description: 'What of these spans is compared with the rest of them.',
      },
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: 'Most fields; default 30.' }),
    ),
  },
  { additionalProperties: false },
);

const Share = Type.Number({ minimum: 0, maximum: 1 });
const Score = Type.Number({
  description:
    'From -1 to 1: by how much more often it is in the selection than in the rest, at least, with 95 % confidence.',
});

export const DifferentValue = Type.Object({
  value: Nullable(
    Type.String({ description: 'null: any value at all, of a field that has too many of them.' }),
  ),
  selected: Type.Integer(),
  rest: Type.Integer(),
  selectedShare: Share,
  restShare: Share,
  score: Score,
});

export const CompareReply = Type.Object(
  {
    selected: Type.Integer({ description: 'Spans that the filters and the selection find.' }),
    rest: Type.Integer({ description: 'Spans that the filters find and the selection does not.' }),
    sampled: Type.Boolean({
      description: 'Whether the values were counted in a part of the spans; counts are estimates.',
    }),
    fields: Type.Array(
      Type.Object({
        field: Type.String({ description: 'As the query language names it.' }),
        score: Score,
        values: Type.Array(DifferentValue, { description: 'Most over-represented first.' }),
      }),
      { description: 'Most different first.' },
    ),
  },
  { $id: 'TraceComparison' },
);
