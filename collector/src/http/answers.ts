import { Sink } from '../columns/sink.ts';
import type { Outcome } from '../intake.ts';
import type { Refusal } from './errors.ts';
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

const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';

/** What was left out, as a warning says it after the number. */
const CUT_WORDS: Readonly<Record<string, string>> = {
  attributes: 'attributes left out',
  events: 'span events left out',
  links: 'span links left out',
  exemplars: 'exemplars left out',
  value: 'values cut short',
  series: 'data points put into overflow series',
};

/**
 * The body of a 200: Export…ServiceResponse, with `partial_success` where records were rejected,
 * or where there is a warning: of what was taken, not all was taken whole. Then it says that 0
 * were rejected. https://opentelemetry.io/docs/specs/otlp/#partial-success-1
 */
export function successBody(signal: Signal, format: Format, outcome: Outcome): Buffer {
  const { rejected, cuts } = outcome;
  if (rejected === 0 && cuts.size === 0) return format === 'json' ? json({}) : Buffer.alloc(0);
  const message = messageOf(outcome);
  if (format === 'json') {
    return json({
      partialSuccess: { [REJECTED_FIELD[signal]]: String(rejected), errorMessage: message },
    });
  }
  // ExportTracePartialSuccess and its like: rejected_… = 1, error_message = 2
  const response = new Sink();
  writeMessage(response, 1, (partial) => {
    if (rejected > 0) writeNumber(partial, 1, rejected);
    writeText(partial, 2, message);
  });
  return response.view();
}

function messageOf({ rejected, message, cuts }: Outcome): string {
  const left = Array.from(cuts, ([reason, count]) => `${count} × ${CUT_WORDS[reason] ?? reason}`);
  const warning = `over the collector's limits: ${left.join(', ')}`;
  if (rejected === 0) return warning;
  return left.length === 0 ? message : `${message}; ${warning}`;
}

/**
 * The body of an error: google.rpc.Status, and in it a BadRequest where the request was malformed.
 * https://opentelemetry.io/docs/specs/otlp/#failures-1
 */
export function statusBody(format: Format, { code, message, badField }: Refusal): Buffer {
  if (format === 'json') {
    if (badField === undefined) return json({ code, message });
    const fieldViolations = [{ field: badField, description: message }];
    return json({ code, message, details: [{ '@type': BAD_REQUEST, fieldViolations }] });
  }
  // Status: code = 1, message = 2, details = 3
  const status = new Sink();
  writeNumber(status, 1, code);
  writeText(status, 2, message);
  if (badField !== undefined) {
    // Any: type_url = 1, value = 2; BadRequest: field_violations = 1 { field = 1, description = 2 }
    writeMessage(status, 3, (any) => {
      writeText(any, 1, BAD_REQUEST);
      writeMessage(any, 2, (badRequest) =>
        writeMessage(badRequest, 1, (violation) => {
          writeText(violation, 1, badField);
          writeText(violation, 2, message);
        }),
      );
    });
  }
  return status.view();
}

/** As bytes: the framework would add a charset to the content type of a text. */
const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));

function writeNumber(out: Sink, field: number, value: number): void {
  out.varint(tag(field, VARINT));
  out.varint(value);
}

function writeText(out: Sink, field: number, text: string): void {
  out.varint(tag(field, BYTES));
  out.string(text);
}

function writeMessage(out: Sink, field: number, fill: (inner: Sink) => void): void {
  const inner = new Sink();
  fill(inner);
  out.varint(tag(field, BYTES));
  out.stringSlice(inner.bytes, 0, inner.length);
}
