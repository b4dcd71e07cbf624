// A request handler of undici with eyes: passes every call on, and tells what became of the request.
// undici has two kinds: `onConnect … onHeaders … onError` (up to 7) and
// `onRequestStart … onResponseStart … onResponseError` (7 and later).
import type { Outcome } from '../breakers/breaker.ts';
import { outcomeOfError, outcomeOfStatus } from './outcome.ts';

type Method = (...args: unknown[]) => unknown;

export type Handler = { readonly [method: string]: unknown };

/** All methods that some version of undici calls on a handler. */
const METHODS = [
  'onConnect',
  'onUpgrade',
  'onHeaders',
  'onData',
  'onComplete',
  'onError',
  'onRequestStart',
  'onRequestUpgrade',
  'onResponseStart',
  'onResponseData',
  'onResponseEnd',
  'onResponseError',
  'onBodySent',
  'onRequestSent',
  'onResponseStarted',
] as const;

/** What each method says about the outcome; informational answers (1xx) say nothing. */
const OUTCOMES: { readonly [method: string]: (args: readonly unknown[]) => Outcome | null } = {
  onHeaders: ([status]) => outcomeOf(status),
  onUpgrade: () => 'success',
  onError: ([error]) => outcomeOfError(error),
  onResponseStart: ([, status]) => outcomeOf(status),
  onRequestUpgrade: () => 'success',
  onResponseError: ([, error]) => outcomeOfError(error),
};

/** Methods that the handler does not have stay absent: undici asks for some. */
export function observed(handler: Handler, finish: (outcome: Outcome) => void): Handler {
  const wrapped: Record<string, Method> = {};
  for (const name of METHODS) {
    const method = handler[name];
    if (typeof method !== 'function') continue;
    const outcomeIn = OUTCOMES[name];
    wrapped[name] = (...args) => {
      const outcome = outcomeIn?.(args);
      if (outcome) finish(outcome);
      return Reflect.apply(method, handler, args) as unknown;
    };
  }
  return wrapped;
}

/** Tells the handler that its request failed, as undici does for a closed client. */
export function reject(handler: Handler, error: Error): void {
  const { onResponseError, onError } = handler;
  if (typeof onResponseError === 'function') {
    Reflect.apply(onResponseError, handler, [null, error]);
  } else if (typeof onError === 'function') {
    Reflect.apply(onError, handler, [error]);
  } else {
    throw error;
  }
}

function outcomeOf(status: unknown): Outcome | null {
  return typeof status === 'number' && status >= 200 ? outcomeOfStatus(status) : null;
}
