// Guards `http.request`, `http.get` and their https twins, and with them all that is built on them.
//
// Every request that has an agent goes through `http.Agent.prototype.addRequest`, https.Agent's
// too. There it has a peer and no connection yet, and it runs inside the client span that
// OpenTelemetry's instrumentation has started. A request with `createConnection` and without an
// agent, or to a Unix socket, is not guarded.
import { channel } from 'node:diagnostics_channel';
import { errorMonitor } from 'node:events';
import http from 'node:http';
import { trace } from '@opentelemetry/api';
import { CircuitOpenError } from '../breakers/circuit-open-error.ts';
import { type Guard, noteRejection } from './guard.ts';
import { outcomeOfError, outcomeOfStatus } from './outcome.ts';
import type { Call } from '../breakers/peers.ts';

/** What Node's agent tells a request for which it could not make a socket: emits the error. */
interface Reportable {
  onSocket(socket: null, error: Error): void;
}

type Request = http.ClientRequest & Reportable;
type AddRequest = (this: http.Agent, request: Request, ...rest: unknown[]) => void;
type Patchable = { addRequest: AddRequest };

/** Returns what undoes it. */
export function guardHttp(guard: Guard, onFault: (error: unknown) => void): () => void {
  const prototype = http.Agent.prototype as http.Agent & Patchable;
  const original = prototype.addRequest;
  const calls = new WeakMap<http.ClientRequest, Call>();

  // A 'response' listener would make Node believe that somebody reads the body. The channel does not.
  const responses = channel('http.client.response.finish');
  const onResponse = (message: unknown): void => {
    const { request, response } = message as {
      request: http.ClientRequest;
      response: http.IncomingMessage;
    };
    calls.get(request)?.finish(outcomeOfStatus(response.statusCode ?? 0));
  };

  let active = true;

  function addRequest(this: http.Agent, request: Request, ...rest: unknown[]): void {
    const peer = active ? peerOf(rest[0]) : null;
    const admission = peer && guard.admit(peer.host, peer.port);
    if (admission instanceof CircuitOpenError) {
      noteRejection(trace.getActiveSpan(), admission);
      request.onSocket(null, admission);
      return;
    }
    if (admission) {
      try {
        calls.set(request, admission);
        watch(request, admission);
      } catch (error) {
        onFault(error);
      }
    }
    original.call(this, request, ...rest);
  }

  responses.subscribe(onResponse);
  prototype.addRequest = addRequest;
  return () => {
    active = false;
    responses.unsubscribe(onResponse);
    // Somebody else's patch on top of ours keeps calling ours, which then only passes on.
    if (prototype.addRequest === addRequest) prototype.addRequest = original;
  };
}

function watch(request: http.ClientRequest, call: Call): void {
  let timedOut = false;
  request.once('timeout', () => {
    timedOut = true;
  });
  // The monitor sees errors without counting as somebody who handles them.
  request.once(errorMonitor, (error: Error) => {
    if (timedOut) call.finish('failure');
    else if (wasGivenUp(request, error)) call.finish('aborted');
    else call.finish(outcomeOfError(error));
  });
  // Upgrades and CONNECT are answered without a response event; anything else was given up.
  request.once('close', () =>
    call.finish(request.destroyed && !hasAnswer(request) ? 'aborted' : 'success'),
  );
}

/** `destroy()` without an error looks like a peer that hung up, but the request was destroyed before. */
function wasGivenUp(request: http.ClientRequest, error: Error): boolean {
  return request.destroyed && error.message === 'socket hang up';
}

function hasAnswer(request: http.ClientRequest): boolean {
  return Boolean(Reflect.get(request, 'res'));
}

function peerOf(options: unknown): { readonly host: string; readonly port: number } | null {
  if (typeof options !== 'object' || options === null) return null;
  const { host, port, socketPath } = options as Partial<Record<string, unknown>>;
  if (socketPath || typeof host !== 'string') return null;
  const number = Number(port);
  return Number.isInteger(number) && number > 0 ? { host, port: number } : null;
}
