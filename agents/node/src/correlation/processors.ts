import { type Context, context } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { CORRELATION_KEY, PRINTED_KEY } from './id.ts';
import { correlationOf } from './scope.ts';

/** Puts the correlation id on every span as it starts. */
export const correlationOfSpans: SpanProcessor = {
  onStart(span: Span, parent: Context) {
    if (span.attributes[CORRELATION_KEY] !== undefined) return;
    span.setAttribute(CORRELATION_KEY, correlationOf(parent) ?? span.spanContext().traceId);
  },
  onEnd() {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

/** Puts the correlation id on every log record; stands before the processor that sends. */
export const correlationOfLogs: LogRecordProcessor = {
  onEmit(record: ReadWriteLogRecord, emitted?: Context) {
    if (record.attributes[CORRELATION_KEY] !== undefined) return;
    const id = correlationOf(emitted ?? context.active()) ?? record.spanContext?.traceId;
    if (id === undefined) return;
    record.setAttribute(CORRELATION_KEY, id);
    // What bunyan and winston printed is the same id again; of pino, it is never an attribute.
    if (record.attributes[PRINTED_KEY] === id) delete record.attributes[PRINTED_KEY];
  },
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
