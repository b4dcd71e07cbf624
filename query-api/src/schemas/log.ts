import Type from 'typebox';
import {
  Attributes,
  AttributeTypes,
  Nullable,
  Scope,
  SpanId,
  TraceId,
  UnixNano,
} from './common.ts';

export const LogRecord = Type.Object(
  {
    timeUnixNano: UnixNano,
    observedTimeUnixNano: UnixNano,
    service: Type.String(),
    severityNumber: Type.Integer({
      minimum: 0,
      maximum: 255,
      description: '1 to 24; 0: not given.',
    }),
    severityText: Type.String(),
    eventName: Type.String(),
    body: Type.Unknown({ description: 'Text, or any JSON value when the body is structured.' }),
    traceId: Nullable(TraceId),
    spanId: Nullable(SpanId),
    flags: Type.Integer(),
    correlationId: Nullable(Type.String()),
    attributes: Attributes,
    attributeTypes: AttributeTypes,
    droppedAttributesCount: Type.Integer(),
    resource: Attributes,
    resourceTypes: AttributeTypes,
    scope: Scope,
  },
  { $id: 'LogRecord' },
);
