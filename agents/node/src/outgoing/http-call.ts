// A request of `node:http` as a call that can be held back, ended and answered.
import { errorMonitor } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
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
  /** Stands for the request's `destroy` while it waits. */
  #listening: ((error?: Error) => Request) | null = null;
  /** What its agent has set at its socket, which is not the caller's. */
  #socketTimeout: number | undefined;

  /** `original` hands the request to its agent. */
  constructor(admission: Admission, request: Request, original: () => void) {
    super(admission, !hasTimeout(request) && !hasSignal(request));
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
    const hasWaited = this.#listening !== null;
    this.#stopListening();
    this.#watch();
    try {
      this.#original();
    } catch (error) {
      this.finish('aborted');
      if (!hasWaited) throw error;
      // There is nobody to throw to any more.
      this.#request.onSocket(null, error as Error);
    }
  }

  /** A request without a socket does not tell that it is destroyed; one that waits has to. */
  waits(): void {
    const request = this.#request;
    this.#listening = (error) => {
      this.admission.leave(this);
      this.#stopListening();
      request.destroy(error);
      request.onSocket(null, error);
      return request;
    };
    request.destroy = this.#listening;
  }

  /** Its span is the active one, if `node:http` is instrumented. */
  ending(): void {
    this.#stopListening();
  }

  fail(error: CallError): void {
    const request = this.#request;
    if (request.socket) request.destroy(error);
    else this.#endWithoutSocket(null, error);
  }

  answer(answer: CheckedAnswer): void {
    const bytes = bytesOf(answer);
    const { socket } = this.#request;
    if (!socket) {
      this.#endWithoutSocket(new StandIn(bytes));
      return;
    }
    // In a turn of its own: what the application throws at an answer is not for us to catch.
    process.nextTick(() => {
      if (this.isSettled()) return;
      // Its listeners parse these bytes as if the peer had sent them. All of it is read at once, so
      // the request needs its socket no longer.
      socket.emit('data', bytes);
      socket.destroy();
    });
  }

  isSettled(): boolean {
    return this.#request.destroyed || Boolean(this.#request.res);
  }

  /** `setTimeout` of the request sets one at its socket, or somebody has done so there. */
  hasOwnLimit(): boolean {
    const { socket } = this.#request;
    return socket !== null && socket.timeout !== this.#socketTimeout;
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

  onSocket(socket: Socket): void {
    this.#socketTimeout = socket.timeout;
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

  #stopListening(): void {
    if (this.#listening && this.#request.destroy === this.#listening) {
      Reflect.deleteProperty(this.#request, 'destroy');
    }
    this.#listening = null;
  }

  #watch(): void {
    const request = this.#request;
    request[CALL] = this;
    request.on('socket', onSocket);
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

/** Said by the caller as an option of the request, or of an agent of its own. */
function hasTimeout({ timeout, agent }: Request): boolean {
  if (timeout !== undefined) return true;
  if (!agent || (agent as object) === http.globalAgent || (agent as object) === https.globalAgent) {
    return false;
  }
  return Boolean(agent.options.timeout);
}

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

function onSocket(this: Request, socket: Socket): void {
  this[CALL]?.onSocket(socket);
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
