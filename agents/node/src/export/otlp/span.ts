// opentelemetry/proto/trace/v1/trace.proto
import type { Link } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { writeAttributes } from './values.ts';
import { FIXED32, FIXED64, VARINT, type Writer } from './writer.ts';

const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** Writes the fields of a `Span`, in their order. */
export function writeSpan(writer: Writer, span: ReadableSpan): void {
  const { traceId, spanId, traceState, traceFlags } = span.spanContext();
  const parent = span.parentSpanContext;
  writer.id(1, traceId);
  writer.id(2, spanId);
  const state = traceState?.serialize();
  if (state) writer.text(3, state);
  if (parent?.spanId) writer.id(4, parent.spanId);
  writer.text(5, span.name);
  writer.tag(6, VARINT);
  // The API has no value for a kind that is not known.
  writer.varint(span.kind + 1);
  writer.tag(7, FIXED64);
  writer.time(span.startTime);
  writer.tag(8, FIXED64);
  writer.time(span.endTime);
  writeAttributes(writer, 9, span.attributes);
  count(writer, 10, span.droppedAttributesCount);
  for (const event of span.events) {
    const start = writer.begin(11);
    writeEvent(writer, event);
    writer.end(start);
  }
  count(writer, 12, span.droppedEventsCount);
  for (const link of span.links) {
    const start = writer.begin(13);
    writeLink(writer, link);
    writer.end(start);
  }
  count(writer, 14, span.droppedLinksCount);
  const status = writer.begin(15);
  if (span.status.message) writer.text(2, span.status.message);
  count(writer, 3, span.status.code);
  writer.end(status);
  flags(writer, 16, traceFlags, parent?.isRemote);
}

function writeEvent(writer: Writer, event: TimedEvent): void {
  writer.tag(1, FIXED64);
  writer.time(event.time);
  writer.text(2, event.name);
  if (event.attributes) writeAttributes(writer, 3, event.attributes);
  count(writer, 4, event.droppedAttributesCount ?? 0);
}

function writeLink(writer: Writer, { context, attributes, droppedAttributesCount }: Link): void {
  writer.id(1, context.traceId);
  writer.id(2, context.spanId);
  const state = context.traceState?.serialize();
  if (state) writer.text(3, state);
  if (attributes) writeAttributes(writer, 4, attributes);
  count(writer, 5, droppedAttributesCount ?? 0);
  flags(writer, 6, context.traceFlags, context.isRemote);
}

function count(writer: Writer, field: number, value: number): void {
  writer.tag(field, VARINT);
  writer.varint(value);
}

function flags(writer: Writer, field: number, trace: number, isRemote = false): void {
  writer.tag(field, FIXED32);
  writer.fixed32((trace & 0xff) | HAS_IS_REMOTE | (isRemote ? IS_REMOTE : 0));
}
