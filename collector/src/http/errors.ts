import { JournalWriteError } from '../journal/segment.ts';
import { TooLargeError } from '../otlp/decompress.ts';
import { MalformedError } from '../otlp/wire.ts';
import { UnavailableError } from '../unavailable.ts';
import type { Refused } from './admission.ts';
import { CutOffError, TooSlowError } from './body.ts';

/** The content type or the content encoding is not one that OTLP knows. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}

/** How an error is answered: the HTTP status and the code of google.rpc.Status. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  /** As what it is counted. */
  readonly reason: string;
  /** The path of what is wrong in a body that is malformed; empty where it is all of it. */
  readonly badField?: string;
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
    const { field: badField } = error;
    return { status: 400, code: INVALID_ARGUMENT, reason: 'malformed', message, badField };
  }
  if (error instanceof TooLargeError) {
    return { status: 413, code: RESOURCE_EXHAUSTED, reason: 'too_large', message };
  }
  if (error instanceof UnsupportedError) {
    return { status: 415, code: INVALID_ARGUMENT, reason: 'unsupported', message };
  }
  if (error instanceof UnavailableError) return unavailable(error);
  if (error instanceof JournalWriteError) return unavailable({ reason: 'journal_write', message });
  if (error instanceof TooSlowError) {
    // Not 408: senders of OTLP drop what is answered so, and this may be quicker next time.
    return { status: 503, code: DEADLINE_EXCEEDED, reason: 'too_slow', message };
  }
  if (error instanceof CutOffError) {
    return { status: 400, code: INVALID_ARGUMENT, reason: 'cut_off', message };
  }
  // What the framework refuses by itself, a content type that is none for example.
  const { statusCode } = error as { statusCode?: number };
  if (statusCode === 415) {
    return { status: 415, code: INVALID_ARGUMENT, reason: 'unsupported', message };
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, code: INVALID_ARGUMENT, reason: 'malformed', message };
  }
  const failed = 'the collector failed; its log says why';
  return { status: 500, code: INTERNAL, reason: 'failed', message: failed };
}

/** The sender should try again later. */
export function unavailable({ reason, message }: Pick<Refused, 'message'> & { reason: string }) {
  return { status: 503, code: UNAVAILABLE, reason, message } satisfies Refusal;
}

export function notFound(message: string): Refusal {
  return { status: 404, code: NOT_FOUND, reason: 'not_found', message };
}

export function wrongMethod(message: string): Refusal {
  return { status: 405, code: NOT_FOUND, reason: 'wrong_method', message };
}
