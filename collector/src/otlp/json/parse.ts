import { isUtf8 } from 'node:buffer';
import { MalformedError } from '../wire.ts';
import { checkShape, HARMLESS_BYTES } from './shape.ts';

/** A number of 16 digits or more outside of quotes may not fit a double. */
const LONG_NUMBER = /[:[,]\s*-?\d{16,}/;

/**
 * Parses JSON. Integers that do not fit a double are kept as strings: some senders write 64-bit
 * integers as numbers, against the specification, and nothing of them should be lost.
 * Throws MalformedError or TooLargeError.
 */
export function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw new MalformedError('the JSON is not valid UTF-8');
  if (body.length > HARMLESS_BYTES) checkShape(body);
  const text = body.toString('utf8');
  try {
    return LONG_NUMBER.test(text) ? JSON.parse(text, keepIntegers) : JSON.parse(text);
  } catch (error) {
    throw new MalformedError(`the body is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function keepIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
