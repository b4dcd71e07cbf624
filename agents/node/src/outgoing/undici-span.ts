// From a request of undici to the call that it belongs to: for its span, its errors and its socket.
//
// undici tells on diagnostics channels what it does with its requests, OpenTelemetry's
// instrumentation makes spans of that. The agent hears of an error before the instrumentation does,
// which ends the span: what a call did to the breaker of its peer is an event of it.
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
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
  return new UndiciInstrumentation({ requestHook: (span) => starting?.hasSpan(span) });
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
