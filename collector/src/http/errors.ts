import { UnavailableError } from '../unavailable.ts';
import { JournalWriteError } from '../journal/segment.ts';
import { MalformedError } from '../otlp/wire.ts';
import { TooSlowError } from './admission.ts';
import { TooLargeError } from '../otlp/decompress.ts';

/** The content type or the content encoding is not one that OTLP knows. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}

/** How an error is answered: the HTTP status and the code of google.rpc.Status. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  /** The path of what is wrong in a body that is malformed; empty where it is all of it. */
  readonly badField?: string;
  readonly retryAfterSeconds?: number;
}

// https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const RESOURCE_EXHAUSTED = 8;
const INTERNAL = 13;
const UNAVAILABLE = 14;

export function refusalOf(error: unknown): Refusal {
  const { message } = error as Error;
  if (error instanceof MalformedError) {
    return { status: 400, code: INVALID_ARGUMENT, message, badField: error.field };
  }
  if (error instanceof TooLargeError) return { status: 413, code: RESOURCE_EXHAUSTED, message };
  if (error instanceof UnsupportedError) return { status: 415, code: INVALID_ARGUMENT, message };
  if (error instanceof UnavailableError || error instanceof JournalWriteError) {
    return { status: 503, code: UNAVAILABLE, message, retryAfterSeconds: 1 };
  }
  if (error instanceof TooSlowError) return { status: 408, code: DEADLINE_EXCEEDED, message };
  // What the HTTP server itself refuses: a body over the limit, cut off, or too slow.
  const { statusCode } = error as { statusCode?: number };
  if (statusCode === 404) return { status: 404, code: NOT_FOUND, message };
  if (statusCode === 413) return { status: 413, code: RESOURCE_EXHAUSTED, message };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, code: INVALID_ARGUMENT, message };
  }
  return { status: 500, code: INTERNAL, message: 'the collector failed; its log says why' };
}
