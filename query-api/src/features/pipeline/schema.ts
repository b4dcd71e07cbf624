import Type from 'typebox';
import {
  EpochMs,
  Nullable,
  parameters,
  TimeRangeQuery,
  UnixNano,
  words,
} from '../../schemas/common.ts';

export const PipelineQuery = parameters({ ...TimeRangeQuery });

const Values = Type.Array(Nullable(Type.Number()), {
  description: 'One for each of `times`; null where nothing was measured.',
});

const counted = {
  total: Type.Number({ description: 'In all steps together.' }),
  perSecond: Values,
};
const Counted = Type.Object(counted);

const bySignal = { signal: Type.String({ description: 'traces, logs, metrics, or none.' }) };
const CountedByReason = Type.Array(
  Type.Object({ ...bySignal, reason: Type.String(), ...counted }),
  { description: 'Those that occurred, the most frequent first.' },
);

const quantiles = {
  p50Ms: Values,
  p95Ms: Values,
  p99Ms: Values,
  overall: Type.Object(
    {
      p50Ms: Nullable(Type.Number()),
      p95Ms: Nullable(Type.Number()),
      p99Ms: Nullable(Type.Number()),
    },
    { description: 'Of all steps together; null where nothing was measured.' },
  ),
};
const Quantiles = Type.Object(quantiles, {
  description:
    'Estimated from the buckets of a histogram; never more than the highest bound of those.',
});

export const Verdict = Type.Object({
  state: words(['healthy', 'degraded', 'unhealthy', 'unknown']),
  words: Type.String({ description: 'The most important of it in one sentence.' }),
  problems: Type.Array(
    Type.Object({
      severity: words(['error', 'warning', 'note']),
      words: Type.String(),
    }),
    { description: 'The worst first. A note is no reason to worry.' },
  ),
});

export const PipelineReply = Type.Object({
  stepMs: Type.Integer(),
  times: Type.Array(EpochMs, { description: 'The ends of the steps.' }),
  everySeconds: Type.Integer({
    description: 'How often the processes store their own metrics; 0: they do not.',
  }),
  verdict: Verdict,
  processes: Type.Array(
    Type.Object({
      process: Type.String({ description: 'collector, query-api, control-loop.' }),
      instances: Type.Integer(),
      lastSeenUnixNano: UnixNano,
      memoryBytes: Values,
      cpuCores: Values,
    }),
  ),
  received: Type.Object({
    requests: Counted,
    refused: CountedByReason,
    closed: Type.Array(Type.Object({ reason: Type.String(), ...counted }), {
      description: 'Connections that were closed or not taken, the most frequent reason first.',
    }),
    connections: Values,
    inFlightRequests: Values,
    repeated: Counted,
    bytes: Counted,
    decompressedBytes: Counted,
    acknowledge: Quantiles,
  }),
  decoded: Type.Object({
    accepted: Type.Array(Type.Object({ ...bySignal, ...counted })),
    own: Type.Object(counted, {
      description: "Data points of the stack's own telemetry; `accepted` is without them.",
    }),
    rejected: CountedByReason,
    cut: CountedByReason,
  }),
  journal: Type.Object({
    bytes: Values,
    limitBytes: Nullable(Type.Number()),
    ageSeconds: Values,
    pendingSegments: Values,
    damagedBytes: Counted,
  }),
  store: Type.Object({
    rows: Counted,
    blocksInFlight: Values,
    rowsPerBlock: Type.Array(Type.Object({ table: Type.String(), mean: Values })),
    insert: Quantiles,
    failures: Counted,
    refusedSegments: Counted,
    lag: Type.Array(Type.Object({ ...bySignal, ...quantiles }), {
      description: 'From the time that a record says to its storage.',
    }),
  }),
});
