import Type from 'typebox';
import { Attributes, TimeRangeQuery, UnixNano, parameters, words } from '../../schemas/common.ts';

export const MetricKind = words(['gauge', 'sum', 'histogram', 'exponential_histogram', 'summary']);

export const MetricsQuery = parameters({
  ...TimeRangeQuery,
  service: Type.Optional(Type.String()),
});

export const MetricsReply = Type.Object({
  metrics: Type.Array(
    Type.Object({
      name: Type.String(),
      kind: MetricKind,
      unit: Type.String(),
      description: Type.String(),
      temporality: words(['unspecified', 'delta', 'cumulative']),
      monotonic: Type.Boolean(),
      services: Type.Array(Type.String()),
      series: Type.Integer(),
      lastSeenUnixNano: UnixNano,
    }),
  ),
});

export const MetricPointsQuery = parameters({
  ...TimeRangeQuery,
  name: Type.String({ minLength: 1 }),
  service: Type.Optional(Type.String()),
  filter: Type.Optional(
    Type.Array(Type.String({ pattern: '^[^=]+=' }), {
      maxItems: 16,
      description: 'label=value, exactly; a label is an attribute of the point or of the resource.',
    }),
  ),
});

export const MetricPointsReply = Type.Object({
  name: Type.String(),
  kind: MetricKind,
  unit: Type.String(),
  series: Type.Array(
    Type.Object({
      service: Type.String(),
      instance: Type.String(),
      labels: Attributes,
      points: Type.Array(
        Type.Tuple([
          Type.Number({ description: 'Epoch milliseconds.' }),
          Type.Union([Type.Number(), Type.String()], {
            description: 'A 64-bit integer beyond 2^53 is a decimal string.',
          }),
        ]),
      ),
    }),
  ),
  truncated: Type.Boolean({ description: 'There is more than this answer may hold.' }),
});
