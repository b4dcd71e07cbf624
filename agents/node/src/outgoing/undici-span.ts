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
  subscribe('undici:request:error', onError);
  subscribe('undici:client:sendHeaders', onSendHeaders);
  subscribe('undici:request:bodySent', onBodySent);
  return new UndiciInstrumentation({
    requestHook(span, request) {
      if (!starting) return;
      calls.set(request, starting);
      starting.hasSpan(span);
    },
  });
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
