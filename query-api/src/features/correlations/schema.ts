import Type from 'typebox';
import { Attributes, SpanId, TraceId, UnixNano, parameters } from '../../schemas/common.ts';
import { LogRecord } from '../../schemas/log.ts';
import { TraceSummary } from '../../schemas/span.ts';

export const CorrelationParams = parameters({
  correlationId: Type.String({
    minLength: 1,
    maxLength: 256,
    description: 'A correlation id, or the trace id of a trace that has none.',
  }),
});

export const CorrelationReply = Type.Object({
  correlationId: Type.String(),
  traces: Type.Array(TraceSummary, { description: 'Earliest first.' }),
  logs: Type.Array(LogRecord, { description: 'Earliest first, of every trace and service.' }),
  exemplars: Type.Array(
    Type.Object({
      metric: Type.String(),
      service: Type.String(),
      timeUnixNano: UnixNano,
      value: Type.Union([Type.Number(), Type.String()]),
      traceId: TraceId,
      spanId: SpanId,
      attributes: Attributes,
    }),
  ),
  truncated: Type.Object({
    traces: Type.Integer(),
    logs: Type.Integer(),
    exemplars: Type.Integer(),
  }),
});
