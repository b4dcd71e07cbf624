import { types } from 'node:util';
import { cut } from './values.ts';

/** What becomes `exception.type`, `exception.message` and `exception.stacktrace` of a record. */
export interface Exception {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** Of an error, or of what a serializer made of one; undefined for anything else. */
export function exceptionOf(value: unknown): Exception | undefined {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined;
  const isError = value instanceof Error || types.isNativeError(value);
  // Whatever is no error is only looked at: its getters are the application's, and may do anything.
  const own = isError ? undefined : Object.getOwnPropertyDescriptor(value, 'stack')?.value;
  if (!isError && typeof own !== 'string') return undefined;
  const { name, type, message, stack } = value as Record<string, unknown>;
  return {
    name: isError ? classOf(value) : text(name ?? type) || 'Error',
    message: text(message),
    ...(typeof stack === 'string' && { stack: cut(stack) }),
  };
}

/** Of what stands where errors do, as a serializer or the application made it: without a stack, too. */
export function exceptionAt(value: unknown): Exception | string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : cut(value);
  const found = exceptionOf(value);
  if (found || typeof value !== 'object' || value === null) return found;
  const { name, type, message } = value as Record<string, unknown>;
  const known = text(name) || text(type);
  return known && typeof message === 'string' ? { name: known, message: cut(message) } : undefined;
}

/** The first error of what was logged together. */
export function firstException(values: Iterable<unknown>): Exception | undefined {
  for (const value of values) {
    const found = exceptionOf(value);
    if (found) return found;
  }
  return undefined;
}

const HEADLINE = /^(?:Uncaught )?([\w$.]+)(?:: ([^]*?))?\n\s+at /;

/** Where all that is left of an error is its stack. */
export function exceptionOfStack(stack: unknown): Exception | undefined {
  if (typeof stack !== 'string') return undefined;
  const [, name, message = ''] = HEADLINE.exec(stack) ?? [];
  return name === undefined ? undefined : { name, message: cut(message), stack: cut(stack) };
}

/** Many classes of errors do not set their name, but have one. */
function classOf(error: Error): string {
  const { name } = error;
  if (typeof name === 'string' && name !== 'Error') return name;
  return text(error.constructor?.name) || 'Error';
}

function text(value: unknown): string {
  return typeof value === 'string' ? cut(value) : '';
}
