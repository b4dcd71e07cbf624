import { Sink } from '../columns/sink.ts';
import type { Outcome } from '../intake.ts';
import type { Signal } from '../otlp/batch.ts';
import type { Format } from '../otlp/encoding.ts';
import { BYTES, tag, VARINT } from '../otlp/wire.ts';

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

const REJECTED_FIELD: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

/**
 * The body of a 200: Export…ServiceResponse, with `partial_success` where records were rejected
 * and only there. https://opentelemetry.io/docs/specs/otlp/#partial-success-1
 */
export function successBody(signal: Signal, format: Format, outcome: Outcome): string | Buffer {
  if (outcome.rejected === 0) return format === 'json' ? '{}' : Buffer.alloc(0);
  if (format === 'json') {
    return JSON.stringify({
      partialSuccess: {
        [REJECTED_FIELD[signal]]: String(outcome.rejected),
        errorMessage: outcome.message,
      },
    });
  }
  // ExportTracePartialSuccess and its like: rejected_… = 1, error_message = 2
  const partial = new Sink();
  partial.varint(tag(1, VARINT));
  partial.varint(outcome.rejected);
  partial.varint(tag(2, BYTES));
  partial.string(outcome.message);
  const response = new Sink();
  response.varint(tag(1, BYTES));
  response.stringSlice(partial.bytes, 0, partial.length);
  return response.view();
}

/** google.rpc.Status: code = 1, message = 2. */
export function statusBody(format: Format, code: number, message: string): string | Buffer {
  if (format === 'json') return JSON.stringify({ code, message });
  const status = new Sink();
  status.varint(tag(1, VARINT));
  status.varint(code);
  status.varint(tag(2, BYTES));
  status.string(message);
  return status.view();
}
