import Type from 'typebox';
import { Nullable, TimeRangeQuery, UnixNano, parameters, words } from '../../schemas/common.ts';

export const ServicesQuery = parameters({ ...TimeRangeQuery });

export const Health = words(['healthy', 'degraded', 'unhealthy', 'unknown']);

/** Rates, errors and latency look at spans of kind server and consumer. */
export const ServiceSummary = Type.Object({
  service: Type.String(),
  requests: Type.Integer(),
  errors: Type.Integer(),
  errorRate: Nullable(Type.Number({ description: '0 to 1; null without requests.' })),
  p50Ms: Nullable(Type.Number()),
  p95Ms: Nullable(Type.Number()),
  p99Ms: Nullable(Type.Number()),
  instances: Type.Integer(),
  lastSeenUnixNano: UnixNano,
  health: Health,
  healthReason: Type.String({ description: 'The health in words.' }),
});

export const Seconds = Type.Number({
  description:
    'What rates are per: from the first span in the range to its end, so that a system that has just started has its rates.',
});

export const ServicesReply = Type.Object({
  seconds: Seconds,
  services: Type.Array(ServiceSummary),
});
