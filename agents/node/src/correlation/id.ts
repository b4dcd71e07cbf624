/** The attribute of spans and log records, and the key in the W3C baggage. */
export const CORRELATION_KEY = 'correlation.id';
/** The field of the lines that pino prints, beside `trace_id` and `span_id`. */
export const PRINTED_KEY = 'correlation_id';
/** The header by which the id travels, besides the baggage, and by which callers learn it. */
export const CORRELATION_HEADER = 'x-correlation-id';
/** Also taken from callers, if nothing better came. */
export const REQUEST_ID_HEADER = 'x-request-id';

const MAX_LENGTH = 128;
/** Ids, UUIDs, ULIDs, base64, e-mail-like ids; nothing that could end a header or a line. */
const SHAPE = /^[A-Za-z0-9][A-Za-z0-9._:/+=@~|-]*$/;

/** A value from outside as a correlation id, or undefined if it cannot be one. */
export function asCorrelationId(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return undefined;
  const id = value.trim();
  return SHAPE.test(id) ? id : undefined;
}

export function isCorrelationHeader(name: unknown): boolean {
  return (
    typeof name === 'string' &&
    name.length === CORRELATION_HEADER.length &&
    name.toLowerCase() === CORRELATION_HEADER
  );
}
