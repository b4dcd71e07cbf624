// A request of `node:http` as a call that can be held back, ended and answered.
import { errorMonitor } from 'node:events';
import type http from 'node:http';
import type { Duplex } from 'node:stream';
import { bytesOf, type CheckedAnswer } from './answer.ts';
import { type Admission, OutgoingCall } from './call.ts';
import type { CallError } from './errors.ts';
import { outcomeOfError } from './outcome.ts';
import { StandIn } from './stand-in.ts';

const CALL = Symbol('nunchi call');

/** What Node's agent and its request know of each other, beside what is documented. */
interface Internals {
  [CALL]?: HttpCall;
  /** Its agent has made a socket; or has none, and this is the error. */
  onSocket(socket: Duplex | null, error?: Error | null): void;
  /** The option `timeout`. */
  timeout?: number;
  res?: http.IncomingMessage | null;
  readonly agent: { readonly options: { readonly timeout?: number } } | false;
}

export type Request = http.ClientRequest & Internals;

export function callOf(request: Request): HttpCall | undefined {
  return request[CALL];
}

export class HttpCall extends OutgoingCall {
  readonly #request: Request;
  readonly #original: () => void;
  #timedOut = false;

  /** `original` hands the request to its agent. */
  constructor(admission: Admission, request: Request, original: () => void) {
    super(admission, request.timeout === undefined && !hasSignal(request));
    this.#request = request;
    this.#original = original;
  }

  get method(): string {
    return this.#request.method;
  }

  get path(): string {
    return this.#request.path;
  }

  send(): void {
    Reflect.deleteProperty(this.#request, 'destroy');
    this.#watch();
    try {
      this.#original();
    } catch (error) {
      this.finish('aborted');
      throw error;
    }
  }

  /** A request without a socket does not tell that it is destroyed; one that waits has to. */
  waits(): void {
    const request = this.#request;
    request.destroy = (error) => {
      this.admission.leave(this);
      Reflect.deleteProperty(request, 'destroy');
      request.destroy(error);
      request.onSocket(null, error);
      return request;
    };
  }

  /** Its span is the active one, if `node:http` is instrumented. */
  ending(): void {
    Reflect.deleteProperty(this.#request, 'destroy');
  }

  fail(error: CallError): void {
    const request = this.#request;
    if (request.socket) request.destroy(error);
    else this.#endWithoutSocket(null, error);
  }

  answer(answer: CheckedAnswer): void {
    const bytes = bytesOf(answer);
    const { socket } = this.#request;
    if (socket && Reflect.get(socket, 'parser')) {
      // Its listeners parse these bytes as if the peer had sent them. All of it is read at once, so
      // the request needs its socket no longer.
      socket.emit('data', bytes);
      socket.destroy();
    } else {
      this.#endWithoutSocket(new StandIn(bytes));
    }
  }

  isSettled(): boolean {
    return this.#request.destroyed || Boolean(this.#request.res);
  }

  hasOwnLimit(): boolean {
    const { agent, socket, reusedSocket } = this.#request;
    if (this.#request.listenerCount('timeout') > 1) return true;
    if (!socket) return false;
    if (socket.listeners('timeout').some(({ name }) => !OF_NODE.has(name))) return true;
    // A socket that is used again has the timeout that its server had asked for.
    const ofAgent = (agent && agent.options.timeout) || 0;
    return !reusedSocket && (socket.timeout ?? 0) !== ofAgent;
  }

  progress(): number | null {
    const request = this.#request;
    const { socket } = request;
    // Without a connection it waits in its agent's queue, or for a peer that is out of reach.
    if (!socket || socket.connecting) return this.peer?.outcomes ?? 0;
    if (request.writableFinished) return null;
    // NaN is never the same: as long as the caller has not written all, the peer is not late.
    if (!request.writableEnded && request.writableLength === 0) return Number.NaN;
    return -1 - socket.bytesWritten;
  }

  onTimeout(): void {
    this.#timedOut = true;
  }

  onError(error: Error): void {
    if (this.#timedOut) this.finish('failure');
    else this.finish(wasGivenUp(this.#request, error) ? 'aborted' : outcomeOfError(error));
  }

  /** Upgrades and CONNECT are answered without a response event; anything else was given up. */
  onClose(): void {
    const { destroyed, res } = this.#request;
    this.finish(destroyed && !res ? 'aborted' : 'success');
  }

  #watch(): void {
    const request = this.#request;
    request[CALL] = this;
    request.on('timeout', onTimeout);
    // The monitor sees errors without counting as somebody who handles them.
    request.on(errorMonitor, onError);
    request.on('finish', onFinish);
    request.on('close', onClose);
  }

  /** A socket that its agent has for it later goes back at once. */
  #endWithoutSocket(socket: Duplex | null, error?: CallError): void {
    const request = this.#request;
    request.onSocket(socket, error);
    if (this.phase === 'over' && request[CALL]) request.onSocket = giveBack;
  }
}

/** Node's own listeners for timeouts of a socket: of its agent, of the request, of the response. */
const OF_NODE: ReadonlySet<string> = new Set([
  'onTimeout',
  'emitRequestTimeout',
  'responseOnTimeout',
]);

/**
 * Whether an AbortSignal was given, which Node does not tell: it has `stream.finished` watch the
 * request, and that listens for an event that only other libraries' requests have.
 */
function hasSignal(request: Request): boolean {
  return request.listenerCount('complete') > 0;
}

/** `destroy()` without an error looks like a peer that hung up, but the request was destroyed before. */
function wasGivenUp(request: Request, error: Error): boolean {
  return request.destroyed && error.message === 'socket hang up';
}

function giveBack(socket: Duplex | null): void {
  // Not at once: its agent is just about to take the request from its queue.
  if (socket) process.nextTick(() => socket.emit('free'));
}

function onTimeout(this: Request): void {
  this[CALL]?.onTimeout();
}

function onError(this: Request, error: Error): void {
  this[CALL]?.onError(error);
}

function onFinish(this: Request): void {
  this[CALL]?.sent();
}

function onClose(this: Request): void {
  this[CALL]?.onClose();
}
