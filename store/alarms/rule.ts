import Type from 'typebox';
import { anyKeys, words } from '../runtime/schema.ts';

/** `500ms`, `30s`, `5m`, `1h`, `1d`. */
export const Duration = Type.String({
  pattern: '^\\d{1,6}(ms|s|m|h|d)$',
  description: 'A number and a unit: ms, s, m, h or d.',
  examples: ['30s'],
});

const closed = { additionalProperties: false } as const;
const Texts = anyKeys(Type.String({ maxLength: 2_000 }), { maxProperties: 32 });

/** Measures of spans of kind server and consumer. Rates per second, error rate 0 to 1, latencies in milliseconds. */
export const MEASURES = [
  'request_rate',
  'error_rate',
  'latency_p50',
  'latency_p95',
  'latency_p99',
  'count',
] as const;
export const Measure = words(MEASURES);
export type Measure = (typeof MEASURES)[number];

export const SEVERITIES = ['critical', 'warning', 'info'] as const;
export const OPERATORS = ['>', '>=', '<', '<='] as const;
export const MODES = ['dry-run', 'approve', 'auto'] as const;

/** What the series of a rule may be grouped by, besides attributes (`http.route`, `resource.host.name`). */
const Grouping = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
  maxItems: 4,
  uniqueItems: true,
  description: 'Fields of the query language; each combination of their values is an alarm.',
});
const Query = Type.String({
  maxLength: 2_000,
  description: 'In the query language, e.g. service:payment; empty: everything.',
});

export const ThresholdCondition = Type.Object(
  {
    kind: Type.Literal('threshold'),
    signal: Type.Literal('traces'),
    query: Query,
    measure: Measure,
    by: Grouping,
    window: Duration,
    op: words(OPERATORS),
    value: Type.Number(),
    minimumRequests: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Below this many requests in the window there is nothing to judge: no data.',
      }),
    ),
  },
  closed,
);

/** A series that was there in the lookback before the window, and has nothing in the window. */
export const AbsentCondition = Type.Object(
  {
    kind: Type.Literal('absent'),
    signal: Type.Literal('traces'),
    query: Query,
    by: Grouping,
    window: Duration,
    lookback: Duration,
  },
  closed,
);

/** An instance that missed heartbeats: late after one, down after three. */
export const InstanceCondition = Type.Object(
  {
    kind: Type.Literal('instance'),
    query: Type.String({
      maxLength: 2_000,
      description: 'Fields service, namespace, environment, version, instance; empty: every one.',
    }),
    states: Type.Array(words(['late', 'down']), { minItems: 1, uniqueItems: true }),
  },
  closed,
);

export const Condition = Type.Union([ThresholdCondition, AbsentCondition, InstanceCondition]);

export const OpenBreakerAction = Type.Object(
  {
    kind: Type.Literal('open-breaker'),
    peer: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The service towards which its callers stop calling.',
    }),
    for: Duration,
    mode: words(MODES),
  },
  closed,
);

export const RuleAction = OpenBreakerAction;

/** An alarm rule as people write it, in JSON or YAML. */
export const AlarmRule = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    enabled: Type.Optional(Type.Boolean({ default: true })),
    severity: words(SEVERITIES),
    for: Type.Optional(Duration),
    keepFiringFor: Type.Optional(Duration),
    condition: Condition,
    labels: Type.Optional(Texts),
    annotations: Type.Optional(Texts),
    channels: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 16 }),
    ),
    actions: Type.Optional(Type.Array(RuleAction, { maxItems: 8 })),
  },
  closed,
);

export type AlarmRule = Type.Static<typeof AlarmRule>;
export type Condition = Type.Static<typeof Condition>;
export type ThresholdCondition = Type.Static<typeof ThresholdCondition>;
export type AbsentCondition = Type.Static<typeof AbsentCondition>;
export type InstanceCondition = Type.Static<typeof InstanceCondition>;
export type RuleAction = Type.Static<typeof RuleAction>;
export type Severity = AlarmRule['severity'];

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of a duration that its schema has let through. */
export function durationMs(text: string): number {
  const [, amount = '0', unit = 's'] = /^(\d+)(ms|s|m|h|d)$/.exec(text) ?? [];
  return Number(amount) * (UNIT_MS[unit] ?? 0);
}
