import Type from 'typebox';
import { pageQuery, TimeRangeQuery, TraceId, parameters } from '../../schemas/common.ts';
import { LogRecord } from '../../schemas/log.ts';
import { Span, SpanStatus, TraceSummary } from '../../schemas/span.ts';

/** Finds traces that have at least one span for which all of the filters hold together. */
export const TracesQuery = parameters({
  ...TimeRangeQuery,
  q: Type.Optional(
    Type.String({
      maxLength: 4_000,
      description:
        'In the query language, e.g. service:checkout status:error duration:>250ms; holds together with the other filters.',
    }),
  ),
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
