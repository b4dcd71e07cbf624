// opentelemetry/proto/logs/v1/logs.proto
import type { HrTime, SpanContext } from '@opentelemetry/api';
import type { InstrumentationScope } from '@opentelemetry/core';
import { writeAttributes, writeValue } from './values.ts';
import { FIXED32, FIXED64, VARINT, type Writer } from './writer.ts';

/** What is written of a log record; the SDK's `ReadableLogRecord` is one. */
export interface LogFields {
  readonly instrumentationScope: InstrumentationScope;
  readonly hrTime: HrTime;
  readonly hrTimeObserved: HrTime;
  readonly spanContext?: SpanContext | undefined;
  readonly severityNumber?: number | undefined;
  readonly severityText?: string | undefined;
  readonly body?: unknown;
  readonly eventName?: string | undefined;
  readonly attributes: object;
  readonly droppedAttributesCount: number;
}

/** Writes the fields of a `LogRecord`, in their order. */
export function writeLogRecord(writer: Writer, record: LogFields): void {
  const { severityNumber, severityText, body, attributes, spanContext, eventName } = record;
  writer.tag(1, FIXED64);
  writer.time(record.hrTime);
  if (severityNumber) {
    writer.tag(2, VARINT);
    writer.varint(severityNumber);
  }
  if (severityText) writer.text(3, severityText);
  if (body !== undefined) {
    const start = writer.begin(5);
    writeValue(writer, body);
    writer.end(start);
  }
  writeAttributes(writer, 6, attributes);
  writer.tag(7, VARINT);
  writer.varint(record.droppedAttributesCount);
  if (spanContext?.traceFlags) {
    writer.tag(8, FIXED32);
    writer.fixed32(spanContext.traceFlags);
  }
  if (spanContext?.traceId) writer.id(9, spanContext.traceId);
  if (spanContext?.spanId) writer.id(10, spanContext.spanId);
  writer.tag(11, FIXED64);
  writer.time(record.hrTimeObserved);
  if (eventName) writer.text(12, eventName);
}
