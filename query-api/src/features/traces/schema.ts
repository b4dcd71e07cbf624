import Type from 'typebox';
import { pageQuery, parameters, TimeRangeQuery, TraceId, words } from '../../schemas/common.ts';
import { LogRecord } from '../../schemas/log.ts';
import { Span, SpanStatus, TraceSummary } from '../../schemas/span.ts';

const Q = Type.String({
  maxLength: 4_000,
  description:
    'In the query language, e.g. service:checkout status:error duration:>250ms; holds together with the other filters.',
});

/** Conditions on spans: one span has to satisfy all of them. */
export const SpanFilters = {
  q: Type.Optional(Q),
  service: Type.Optional(Type.String()),
  name: Type.Optional(Type.String({ description: 'Name of a span, exactly.' })),
  status: Type.Optional(SpanStatus),
  minDurationMs: Type.Optional(Type.Number({ minimum: 0 })),
  attribute: Type.Optional(
    Type.Array(Type.String({ pattern: '^[^=]+=' }), {
      maxItems: 16,
      description: 'key=value, exactly; may be given several times.',
    }),
  ),
};

/** Which spans are counted where latencies are shown. */
export const CountedSpans = Type.Optional(
  words(['entry', 'all'], {
    description:
      'entry: spans of kind server and consumer, and roots, the requests that somebody waits for. By default entry, and all when a query names a kind.',
  }),
);

/** Finds traces that have at least one span for which all of the filters hold together. */
export const TracesQuery = parameters({
  ...TimeRangeQuery,
  ...SpanFilters,
  sort: words(['time', 'duration'], {
    default: 'time',
    description:
      'time: newest first, by the newest span that matches. duration: slowest first, by the longest span that matches.',
  }),
  ...pageQuery(50, 500),
});

export const TracesReply = Type.Object({
  traces: Type.Array(TraceSummary),
  nextCursor: Type.Optional(Type.String()),
});

export const TraceParams = parameters({ traceId: TraceId });

export const TraceReply = Type.Object({
  traceId: TraceId,
  correlationIds: Type.Array(Type.String()),
  spans: Type.Array(Span, { description: 'Earliest first.' }),
  logs: Type.Array(LogRecord, { description: 'Earliest first.' }),
  truncated: Type.Object(
    { spans: Type.Integer(), logs: Type.Integer() },
    { description: 'How many spans and log records the trace has beyond those that are given.' },
  ),
});
