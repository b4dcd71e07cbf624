import Type from 'typebox';
import { parameters, TimeRangeQuery, UnixNano } from '../../schemas/common.ts';
import { CountedSpans, SpanFilters } from './schema.ts';

export const HeatmapQuery = parameters({
  ...TimeRangeQuery,
  ...SpanFilters,
  spans: CountedSpans,
  columns: Type.Integer({
    default: 120,
    minimum: 1,
    maximum: 240,
    description:
      'At most so many steps of time, and one more where the range begins within a step; steps are round, e.g. 15 s.',
  }),
  rows: Type.Integer({
    default: 40,
    minimum: 4,
    maximum: 120,
    description: 'About so many steps of duration; each decade has equally many, at least one.',
  }),
});

export const HeatmapReply = Type.Object(
  {
    fromUnixNano: UnixNano,
    stepMs: Type.Integer({
      description: 'How long a column is; columns begin at multiples of it.',
    }),
    columns: Type.Integer({ description: 'How many steps there are from fromUnixNano on.' }),
    boundsMs: Type.Array(Type.Number(), {
      description:
        'Row r is from bounds r (inclusive) to r + 1 (exclusive), evenly spaced on a logarithmic axis that does not move with the data. Shorter spans are in the lowest row, longer ones in the highest. Empty when no span matches.',
    }),
    cells: Type.Array(
      Type.Object({
        column: Type.Integer(),
        row: Type.Integer(),
        spans: Type.Integer(),
        errors: Type.Integer({ description: 'Those of them with status error.' }),
      }),
      { description: 'Those that are not empty.' },
    ),
    spans: Type.Integer(),
    errors: Type.Integer(),
  },
  { $id: 'TraceHeatmap' },
);
