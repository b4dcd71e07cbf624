// From a request of undici to the call that it belongs to: for its span, its errors and its socket.
//
// undici tells on diagnostics channels what it does with its requests, OpenTelemetry's
// instrumentation makes spans of that. The agent hears of an error before the instrumentation does,
// which ends the span: what a call did to the breaker of its peer is an event of it.
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { UndiciInstrumentation, type UndiciRequest } from '@opentelemetry/instrumentation-undici';
import { isCorrelationHeader } from '../correlation/id.ts';
import type { UndiciCall } from './undici-call.ts';

const calls = new WeakMap<object, UndiciCall>();
let starting: UndiciCall | null = null;
let isFollowing = false;

/** Runs what may make a request of this call. */
export function starts<T>(call: UndiciCall, make: () => T): T {
  const before = starting;
  starting = call;
  try {
    return make();
  } finally {
    starting = before;
  }
}

/** The instrumentation, made so that the agent sees its spans. */
export function tracedUndici(): UndiciInstrumentation {
  followUndici();
  return new UndiciInstrumentation({
    requestHook(span, request) {
      starting?.hasSpan(span);
      keepOwnId(request);
    },
  });
}

/**
 * Headers of propagation are added right after the hook, blindly. Where the application names the
 * correlation id of this call itself, there would be two.
 */
function keepOwnId(request: UndiciRequest): void {
  const { headers } = request;
  const isOwn =
    typeof headers === 'string'
      ? headers.split(/:.*\r\n/).some(isCorrelationHeader)
      : headers.some((part, at) => at % 2 === 0 && isCorrelationHeader(part));
  if (!isOwn) return;
  const { addHeader } = request;
  if (typeof addHeader !== 'function') return;
  request.addHeader = (name, value) => {
    if (!isCorrelationHeader(name)) addHeader.call(request, name, value);
  };
}

/** Has to be called before the instrumentation is made, if there is one. */
export function followUndici(): void {
  if (isFollowing) return;
  isFollowing = true;
  subscribe('undici:request:create', onCreate);
  subscribe('undici:request:error', onError);
  subscribe('undici:request:bodySent', onBodySent);
  subscribe('undici:client:sendHeaders', onSendHeaders);
}

function onCreate(message: unknown): void {
  if (starting) calls.set((message as { request: object }).request, starting);
}

function onError(message: unknown): void {
  const { request, error } = message as { request: object; error: unknown };
  calls.get(request)?.failed(error);
}

function onSendHeaders(message: unknown): void {
  const { request, socket } = message as { request: object; socket: Socket };
  calls.get(request)?.hasSocket(socket);
}

function onBodySent(message: unknown): void {
  calls.get((message as { request: object }).request)?.hasLeft();
}
