// Guards `http.request`, `http.get` and their https twins, and with them all that is built on them.
//
// Every request that has an agent goes through `http.Agent.prototype.addRequest`, https.Agent's
// too. There it has a peer and no connection yet, and it runs inside the client span that
// OpenTelemetry's instrumentation has started. A request with `createConnection` and without an
// agent, or to a Unix socket, is not guarded.
import { channel } from 'node:diagnostics_channel';
import http from 'node:http';
import type { Gate } from './call.ts';
import { callOf, HttpCall, type Request } from './http-call.ts';
import { outcomeOfStatus } from './outcome.ts';

type AddRequest = (this: http.Agent, request: Request, ...rest: unknown[]) => void;
type Patchable = { addRequest: AddRequest };

/** Returns what undoes it. */
export function guardHttp(guard: Gate, onFault: (error: unknown) => void): () => void {
  const prototype = http.Agent.prototype as http.Agent & Patchable;
  const original = prototype.addRequest;
  let active = true;

  function addRequest(this: http.Agent, request: Request, ...rest: unknown[]): void {
    const peer = active ? peerOf(rest[0]) : null;
    const call = peer && callFor(this, request, rest);
    if (!call) original.call(this, request, ...rest);
    else if (guard.admit(call, peer.host, peer.port)) call.send();
  }

  function callFor(agent: http.Agent, request: Request, rest: unknown[]): HttpCall | null {
    try {
      if (!guard.watches()) return null;
      return new HttpCall(guard, request, () => original.call(agent, request, ...rest));
    } catch (error) {
      onFault(error);
      return null;
    }
  }

  // A 'response' listener would make Node believe that somebody reads the body. The channel does not.
  const responses = channel('http.client.response.finish');
  responses.subscribe(onResponse);
  prototype.addRequest = addRequest;
  return () => {
    active = false;
    responses.unsubscribe(onResponse);
    // Somebody else's patch on top of ours keeps calling ours, which then only passes on.
    if (prototype.addRequest === addRequest) prototype.addRequest = original;
  };
}

function onResponse(message: unknown): void {
  const { request, response } = message as { request: Request; response: http.IncomingMessage };
  callOf(request)?.finish(outcomeOfStatus(response.statusCode ?? 0));
}

function peerOf(options: unknown): { readonly host: string; readonly port: number } | null {
  if (typeof options !== 'object' || options === null) return null;
  const { host, port, socketPath } = options as Partial<Record<string, unknown>>;
  if (socketPath || typeof host !== 'string') return null;
  const number = Number(port);
  return Number.isInteger(number) && number > 0 ? { host, port: number } : null;
}
