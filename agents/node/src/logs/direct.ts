import { context, INVALID_TRACEID, trace } from '@opentelemetry/api';
import type { Logger, LoggerProvider, LogRecord } from '@opentelemetry/api-logs';
import { type InstrumentationScope, timeInputToHrTime } from '@opentelemetry/core';
import { CORRELATION_KEY, PRINTED_KEY } from '../correlation/id.ts';
import { correlationOf } from '../correlation/scope.ts';
import type { LogFields } from '../export/otlp/log-record.ts';

type Attributes = Record<string, unknown>;

/**
 * Loggers for the agent's own intakes: a record becomes what is encoded, without a record of the SDK
 * in between, which looks at each attribute again and copies it. Only where no limits of attributes
 * are set: the intakes have bounds of their own, below the SDK's.
 */
export function directLoggers(add: (record: LogFields) => void): LoggerProvider {
  return {
    getLogger(name, version): Logger {
      const instrumentationScope = { name, ...(version !== undefined && { version }) };
      return {
        enabled: () => true,
        emit: (record) => add(fieldsOf(record, instrumentationScope)),
      };
    },
  };
}

function fieldsOf(record: LogRecord, instrumentationScope: InstrumentationScope): LogFields {
  const active = record.context ?? context.active();
  const span = trace.getSpanContext(active);
  const spanContext = span?.traceId === INVALID_TRACEID ? undefined : span;
  const attributes = (record.attributes ?? {}) as Attributes;
  if (record.exception !== undefined) addException(attributes, record.exception);
  if (attributes[CORRELATION_KEY] === undefined) {
    const id = correlationOf(active);
    if (id !== undefined) attributes[CORRELATION_KEY] = id;
    // What was printed is the same id again.
    if (attributes[PRINTED_KEY] === id) delete attributes[PRINTED_KEY];
  }
  const hrTime = timeInputToHrTime(record.timestamp ?? Date.now());
  return {
    instrumentationScope,
    hrTime,
    hrTimeObserved: timeInputToHrTime(record.observedTimestamp ?? Date.now()),
    spanContext,
    severityNumber: record.severityNumber,
    severityText: record.severityText,
    body: record.body,
    eventName: record.eventName,
    attributes,
    droppedAttributesCount: 0,
  };
}

/** What the application says itself under these names stays. */
function addException(attributes: Attributes, exception: unknown): void {
  if (typeof exception !== 'object' || exception === null) {
    attributes['exception.message'] ??= String(exception);
    return;
  }
  const { name, message, stack } = exception as Partial<Error>;
  if (name) attributes['exception.type'] ??= name;
  if (message) attributes['exception.message'] ??= message;
  if (stack) attributes['exception.stacktrace'] ??= stack;
}
