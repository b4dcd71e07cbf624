// A request of undici as a call that can be held back, ended and answered. The call is itself the
// handler that undici talks to: it passes everything on to the application's, as long as the
// application has no answer from us.
//
// undici has two kinds of handlers: `onConnect … onHeaders … onError` (up to 7) and
// `onRequestStart … onResponseStart … onResponseError` (7 and later).
import type { Socket } from 'node:net';
import type { Span } from '@opentelemetry/api';
import type { Peer } from '../breakers/peers.ts';
import type { Outcome, Transition } from '../breakers/breaker.ts';
import type { CheckedAnswer } from './answer.ts';
import { type Admission, OutgoingCall } from './call.ts';
import type { CallError } from './errors.ts';
import { noteBreakerChange } from './events.ts';
import { outcomeOfError, outcomeOfStatus } from './outcome.ts';
import { UnsentSpan } from './unsent-span.ts';

export interface DispatchOptions {
  readonly origin?: string | URL;
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly signal?: unknown;
  readonly headersTimeout?: number | null;
}

// oxlint-disable-next-line typescript/no-explicit-any -- each version of undici has other arguments
export type Handler = { readonly [method: string]: ((...args: any[]) => unknown) | undefined };

/** A request's way into undici, with its options; the handler may be ours. */
export type SendRequest = (handler: object) => boolean;

export abstract class UndiciCall extends OutgoingCall {
  protected readonly handler: Handler;
  /** Ends the request at undici; null: it has no connection yet. */
  protected abort: ((error: Error) => void) | null = null;
  /** The application has an answer or an error from us: nothing is passed on any more. */
  protected isReplaced = false;
  readonly #options: DispatchOptions;
  readonly #origin: string;
  readonly #send: SendRequest;
  #hasAnswer = false;
  #isSent = false;
  #socket: Socket | null = null;
  #span: Span | null = null;
  /** Set where undici made no request of it, and the instrumentation no span. */
  #unsent: UnsentSpan | null = null;
  /** Changes of the breaker from before there was a span. */
  #changes: [Peer, Transition][] | null = null;
  #stopListening: (() => void) | null = null;

  constructor(
    admission: Admission,
    isLimited: boolean,
    request: {
      readonly handler: Handler;
      readonly options: DispatchOptions;
      readonly origin: string;
      readonly send: SendRequest;
    },
  ) {
    super(admission, isLimited);
    this.handler = request.handler;
    this.#options = request.options;
    this.#origin = request.origin;
    this.#send = request.send;
  }

  get method(): string {
    return this.#options.method?.toUpperCase() ?? 'GET';
  }

  get path(): string {
    return this.#options.path ?? '/';
  }

  /** As undici's dispatch: false if more should wait for its event 'drain'. */
  dispatch(): boolean {
    try {
      return this.#send(this);
    } catch (error) {
      this.finish('aborted');
      throw error;
    }
  }

  send(): void {
    this.#stopListening?.();
    try {
      this.dispatch();
    } catch (error) {
      // It had nobody to throw to any more.
      this.deliverError(error as Error);
    }
  }

  waits(): void {
    const { signal } = this.#options;
    if (!(signal instanceof AbortSignal)) return;
    const leave = () => {
      this.admission.leave(this);
      this.deliverError(signal.reason as Error);
    };
    signal.addEventListener('abort', leave, { once: true });
    this.#stopListening = () => signal.removeEventListener('abort', leave);
  }

  ending(): void {
    this.#stopListening?.();
    if (!this.abort) this.#beginUnsentSpan();
  }

  fail(error: CallError): void {
    if (this.abort) {
      this.abort(error);
      return;
    }
    this.#unsent?.fail(error);
    this.deliverError(error);
  }

  answer(answer: CheckedAnswer, error: CallError): void {
    this.#unsent?.answer(answer.status);
    this.isReplaced = true;
    this.deliverAnswer(answer);
    this.abort?.(error);
  }

  isSettled(): boolean {
    return this.isReplaced || this.#hasAnswer;
  }

  hasOwnLimit(): boolean {
    return false;
  }

  progress(): number | null {
    // Without a connection it waits for another request, or for a peer that is out of reach.
    if (!this.abort) return this.peer?.outcomes ?? 0;
    const socket = this.#socket;
    if (socket?.writableLength) return -1 - socket.bytesWritten;
    // NaN is never the same: as long as the caller has not written all, the peer is not late.
    return this.#isSent || !isStreamed(this.#options.body) ? null : Number.NaN;
  }

  override span(): Span | undefined {
    return this.#span ?? super.span();
  }

  override breakerChanged(peer: Peer, change: Transition): void {
    if (this.#span || this.phase === 'over') noteBreakerChange(this.span(), peer, change);
    else (this.#changes ??= []).push([peer, change]);
  }

  /** The instrumentation has made a span. */
  hasSpan(span: Span): void {
    this.#span = span;
    this.#noteChanges();
  }

  /** The request has left as a whole. Not every version of undici tells its handlers. */
  hasLeft(): void {
    if (this.#isSent) return;
    this.#isSent = true;
    this.sent();
  }

  hasSocket(socket: Socket): void {
    this.#socket = socket;
  }

  failed(error: unknown): void {
    this.#ended(outcomeOfError(error));
  }

  // What both kinds of handlers are asked while a request is sent.
  onBodySent(...args: unknown[]): unknown {
    return this.isReplaced ? undefined : this.handler.onBodySent?.(...args);
  }

  onRequestSent(...args: unknown[]): unknown {
    this.hasLeft();
    return this.isReplaced ? undefined : this.handler.onRequestSent?.(...args);
  }

  onResponseStarted(...args: unknown[]): unknown {
    return this.isReplaced ? undefined : this.handler.onResponseStarted?.(...args);
  }

  /** Informational answers (1xx) are none yet. */
  protected answered(status: unknown): void {
    if (typeof status !== 'number' || status < 200 || this.isReplaced) return;
    this.#ended(outcomeOfStatus(status));
  }

  protected upgraded(): void {
    this.#ended('success');
  }

  /** Tells the application's handler, and nothing more after this. */
  protected abstract deliverError(error: Error): void;
  protected abstract deliverAnswer(answer: CheckedAnswer): void;

  #ended(outcome: Outcome): void {
    this.#hasAnswer = true;
    // Without the instrumentation they are events of the span in which the call was made.
    if (this.#changes) this.#noteChanges();
    this.finish(outcome);
  }

  #noteChanges(): void {
    const span = this.span();
    for (const [peer, change] of this.#changes ?? []) noteBreakerChange(span, peer, change);
    this.#changes = null;
  }

  #beginUnsentSpan(): void {
    if (this.#span) return;
    this.runInAsyncScope(() => {
      const { method, path, startedAt } = this;
      this.#unsent = new UnsentSpan({ method, path, origin: this.#origin, startedAt });
      this.hasSpan(this.#unsent.span);
    });
  }
}

/** `onConnect`, `onHeaders` and so on. */
export class LegacyCall extends UndiciCall {
  onConnect(abort: (error: Error) => void, ...rest: unknown[]): unknown {
    this.abort = abort;
    if (this.isReplaced) return abort(new Error('The call has ended.'));
    return this.handler.onConnect?.(abort, ...rest);
  }

  onUpgrade(...args: unknown[]): unknown {
    this.upgraded();
    return this.isReplaced ? undefined : this.handler.onUpgrade?.(...args);
  }

  onHeaders(status: unknown, ...rest: unknown[]): unknown {
    this.answered(status);
    return this.isReplaced ? true : this.handler.onHeaders?.(status, ...rest);
  }

  onData(...args: unknown[]): unknown {
    return this.isReplaced ? true : this.handler.onData?.(...args);
  }

  onComplete(...args: unknown[]): unknown {
    return this.isReplaced ? undefined : this.handler.onComplete?.(...args);
  }

  onError(error: unknown): unknown {
    this.failed(error);
    return this.isReplaced ? undefined : this.handler.onError?.(error);
  }

  protected deliverError(error: Error): void {
    this.isReplaced = true;
    if (!this.handler.onError) throw error;
    this.handler.onError(error);
  }

  protected deliverAnswer({ status, statusText, headers, body }: CheckedAnswer): void {
    const { handler } = this;
    if (!this.abort) handler.onConnect?.(nothing);
    handler.onHeaders?.(status, raw(headers), nothing, statusText);
    if (body.length > 0) handler.onData?.(body);
    handler.onComplete?.([]);
  }
}

/** `onRequestStart`, `onResponseStart` and so on. */
export class ModernCall extends UndiciCall {
  onRequestStart(controller: { abort(error: Error): void }, ...rest: unknown[]): unknown {
    this.abort = (error) => controller.abort(error);
    if (this.isReplaced) return controller.abort(new Error('The call has ended.'));
    return this.handler.onRequestStart?.(controller, ...rest);
  }

  onRequestUpgrade(...args: unknown[]): unknown {
    this.upgraded();
    return this.isReplaced ? undefined : this.handler.onRequestUpgrade?.(...args);
  }

  onResponseStart(controller: unknown, status: unknown, ...rest: unknown[]): unknown {
    this.answered(status);
    return this.isReplaced
      ? undefined
      : this.handler.onResponseStart?.(controller, status, ...rest);
  }

  onResponseData(...args: unknown[]): unknown {
    return this.isReplaced ? undefined : this.handler.onResponseData?.(...args);
  }

  onResponseEnd(...args: unknown[]): unknown {
    return this.isReplaced ? undefined : this.handler.onResponseEnd?.(...args);
  }

  onResponseError(controller: unknown, error: unknown): unknown {
    this.failed(error);
    return this.isReplaced ? undefined : this.handler.onResponseError?.(controller, error);
  }

  protected deliverError(error: Error): void {
    this.isReplaced = true;
    if (!this.handler.onResponseError) throw error;
    this.handler.onResponseError(null, error);
  }

  protected deliverAnswer({ status, statusText, headers, body }: CheckedAnswer): void {
    const { handler } = this;
    const controller = new FinishedController(raw(headers));
    if (!this.abort) handler.onRequestStart?.(controller, {});
    handler.onResponseStart?.(controller, status, merged(headers), statusText);
    if (body.length > 0) handler.onResponseData?.(controller, body);
    handler.onResponseEnd?.(controller, {});
  }
}

/** Of an answer that is delivered whole: there is nothing to pause or to abort. */
class FinishedController {
  readonly rawHeaders: readonly Buffer[];
  readonly rawTrailers: readonly Buffer[] = [];
  aborted = false;
  reason: Error | null = null;
  readonly paused = false;

  constructor(rawHeaders: readonly Buffer[]) {
    this.rawHeaders = rawHeaders;
  }

  pause(): void {}

  resume(): void {}

  abort(reason: Error): void {
    this.aborted = true;
    this.reason = reason;
  }
}

/** Its parts come one after another; those of `fetch` always do. */
function isStreamed(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    !ArrayBuffer.isView(body) &&
    !(body instanceof ArrayBuffer)
  );
}

function nothing(): void {}

function raw(headers: CheckedAnswer['headers']): Buffer[] {
  return headers.flat().map((text) => Buffer.from(text, 'latin1'));
}

function merged(headers: CheckedAnswer['headers']): Record<string, string | string[]> {
  const byName: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const before = byName[name];
    byName[name] = before === undefined ? value : [before, value].flat();
  }
  return byName;
}
