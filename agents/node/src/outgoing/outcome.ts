// Whose fault is a call that ended without an answer: the peer's, or did the caller not want it any more?
import type { Outcome } from '../breakers/breaker.ts';

const GIVEN_UP_CODES: ReadonlySet<string> = new Set([
  'ABORT_ERR', // AbortSignal given to node:http
  'ERR_CANCELED', // axios
  'UND_ERR_ABORTED', // undici
  'UND_ERR_DESTROYED', // undici: the caller closed its client
  'UND_ERR_CLOSED',
  'UND_ERR_INVALID_ARG',
]);

export function outcomeOfStatus(status: number): Outcome {
  return status >= 500 ? 'failure' : 'success';
}

/**
 * Errors of the network have a `code`. Without one the error was made by the caller, who ran out of
 * time (a failure of the peer) or lost interest (not one).
 */
export function outcomeOfError(error: unknown): Outcome {
  if (isTimeout(error)) return 'failure';
  const code = property(error, 'code');
  return typeof code === 'string' && !GIVEN_UP_CODES.has(code) ? 'failure' : 'aborted';
}

function isTimeout(error: unknown): boolean {
  const text = `${property(error, 'name')} ${property(error, 'message')}`;
  if (/time(d\s?)?-?\s?out/i.test(text)) return true;
  const cause = property(error, 'cause');
  return cause instanceof Error && cause.name === 'TimeoutError';
}

function property(value: unknown, name: 'code' | 'name' | 'message' | 'cause'): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Reflect.get(value, name);
}
