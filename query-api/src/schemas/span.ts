import Type from 'typebox';
import {
  Attributes,
  AttributeTypes,
  Nullable,
  Scope,
  SpanId,
  TraceId,
  UnixNano,
  words,
} from './common.ts';

export const SpanKind = words([
  'unspecified',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
]);

export const SpanStatus = words(['unset', 'ok', 'error']);

export const SpanEvent = Type.Object({
  timeUnixNano: UnixNano,
  name: Type.String(),
  attributes: Attributes,
  attributeTypes: AttributeTypes,
  droppedAttributesCount: Type.Integer(),
});

export const SpanLink = Type.Object({
  traceId: TraceId,
  spanId: SpanId,
  traceState: Type.String(),
  flags: Type.Integer(),
  attributes: Attributes,
  attributeTypes: AttributeTypes,
  droppedAttributesCount: Type.Integer(),
});

export const Span = Type.Object(
  {
    spanId: SpanId,
    parentSpanId: Nullable(SpanId),
    traceState: Type.String(),
    flags: Type.Integer(),
    service: Type.String(),
    name: Type.String(),
    kind: SpanKind,
    startTimeUnixNano: UnixNano,
    endTimeUnixNano: UnixNano,
    durationMs: Type.Number({ description: 'Negative when the span ends before it starts.' }),
    status: SpanStatus,
    statusMessage: Type.String(),
    correlationId: Type.String({ description: "The record's correlation id, else its trace id." }),
    attributes: Attributes,
    attributeTypes: AttributeTypes,
    droppedAttributesCount: Type.Integer(),
    resource: Attributes,
    resourceTypes: AttributeTypes,
    scope: Scope,
    events: Type.Array(SpanEvent),
    droppedEventsCount: Type.Integer(),
    links: Type.Array(SpanLink),
    droppedLinksCount: Type.Integer(),
  },
  { $id: 'Span' },
);

/** A trace in a list. */
export const TraceSummary = Type.Object(
  {
    traceId: TraceId,
    correlationId: Type.String({ description: "The trace's correlation id, else its trace id." }),
    rootService: Type.String({
      description: 'Service of the root span, or of the earliest span while the root is missing.',
    }),
    rootName: Type.String(),
    startTimeUnixNano: UnixNano,
    durationMs: Type.Number(),
    spans: Type.Integer(),
    errors: Type.Integer({ description: 'Spans with status error.' }),
    services: Type.Array(Type.String()),
  },
  { $id: 'TraceSummary' },
);
