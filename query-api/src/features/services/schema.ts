import Type from 'typebox';
import { Nullable, TimeRangeQuery, UnixNano, parameters, words } from '../../schemas/common.ts';

/** Filters of every question about services. */
export const ScopeQuery = {
  namespace: Type.Optional(Type.String({ description: 'Only this namespace.' })),
  environment: Type.Optional(Type.String({ description: 'Only this environment.' })),
  version: Type.Optional(Type.String({ description: 'Only this version.' })),
};

export const ServicesQuery = parameters({
  ...TimeRangeQuery,
  ...ScopeQuery,
  points: Type.Boolean({ default: false, description: 'Whether to give points over time too.' }),
});

export const ServiceParams = parameters({ service: Type.String() });
export const ServiceQuery = parameters({ ...TimeRangeQuery, ...ScopeQuery });

export const Health = words(['healthy', 'degraded', 'unhealthy', 'unknown']);

const Rate = Nullable(Type.Number({ description: '0 to 1; null without requests.' }));
const quantiles = {
  p50Ms: Nullable(Type.Number()),
  p95Ms: Nullable(Type.Number()),
  p99Ms: Nullable(Type.Number()),
};
const Step = Type.Integer({ description: 'How far points are apart.' });
const Point = {
  timeUnixNano: UnixNano,
  requests: Type.Integer(),
  errors: Type.Integer(),
};

export const ServicePoint = Type.Object({ ...Point, p95Ms: quantiles.p95Ms });

/** Rates, errors and latency look at spans of kind server and consumer. */
export const ServiceSummary = Type.Object(
  {
    service: Type.String(),
    namespaces: Type.Array(Type.String()),
    environments: Type.Array(Type.String()),
    versions: Type.Array(Type.String()),
    requests: Type.Integer(),
    requestsPerSecond: Type.Number(),
    errors: Type.Integer(),
    errorRate: Rate,
    ...quantiles,
    before: Nullable(
      Type.Object({
        requests: Type.Number({ description: 'In a time as long as the range.' }),
        errorRate: Type.Number(),
        p50Ms: Type.Number(),
        p95Ms: Type.Number(),
        p99Ms: Type.Number(),
      }),
    ),
    instances: Type.Integer(),
    lastSeenUnixNano: UnixNano,
    health: Health,
    healthReason: Type.String({ description: 'The health in words.' }),
    points: Type.Array(ServicePoint, { description: 'At most 32; none unless asked for.' }),
  },
  {
    description:
      '`before` is what is usual for the service: the median of the hours of the day before the range; null when too little is known.',
  },
);

export const Seconds = Type.Number({
  description:
    'What rates are per: the seconds of the range; from its first span on, if there was none in the hour before, so that a system that has just started has its rates.',
});

export const ServicesReply = Type.Object({
  seconds: Seconds,
  stepMs: Step,
  services: Type.Array(ServiceSummary),
});

export const ServiceReply = Type.Object({
  seconds: Seconds,
  stepMs: Step,
  ...ServiceSummary.properties,
  firstSeenUnixNano: UnixNano,
});

export const SERIES_BY = ['none', 'version', 'instance', 'environment', 'operation'] as const;

export const SeriesQuery = parameters({
  ...TimeRangeQuery,
  ...ScopeQuery,
  by: words(SERIES_BY, { default: 'none' }),
});

export const SeriesReply = Type.Object({
  stepMs: Step,
  series: Type.Array(
    Type.Object({
      value: Type.String({ description: 'Of what the series are by; empty where it is not said.' }),
      points: Type.Array(Type.Object({ ...Point, ...quantiles }), {
        description: 'At most 240, at whole steps; every series has the same times.',
      }),
    }),
    { description: 'Most requests first; at most 20.' },
  ),
  deployments: Type.Array(
    Type.Object({
      version: Type.String(),
      instances: Type.Integer(),
      firstSeenUnixNano: UnixNano,
    }),
    {
      description:
        'Versions that ran in the range, by when they came: the minute of their first request; without requests, when their first record arrived.',
    },
  ),
  truncated: Type.Boolean({ description: 'Whether there are more series than are given.' }),
});

export const OPERATION_SORTS = ['requests', 'errors', 'p95', 'total'] as const;

export const OperationsQuery = parameters({
  ...TimeRangeQuery,
  ...ScopeQuery,
  sort: words(OPERATION_SORTS, { default: 'total' }),
});

export const OperationsReply = Type.Object({
  seconds: Seconds,
  operations: Type.Array(
    Type.Object({
      name: Type.String(),
      kind: words(['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']),
      requests: Type.Integer(),
      requestsPerSecond: Type.Number(),
      errors: Type.Integer(),
      errorRate: Type.Number({ description: '0 to 1.' }),
      p50Ms: Type.Number(),
      p95Ms: Type.Number(),
      p99Ms: Type.Number(),
      totalMs: Type.Number({ description: 'Time spent in all of its requests together.' }),
    }),
    {
      description:
        'Spans of kind server and consumer, and roots of traces of no kind or kind internal, by name; at most 500.',
    },
  ),
  truncated: Type.Boolean({ description: 'Whether there are more operations than are given.' }),
});
