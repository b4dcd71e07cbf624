// Guards the global `fetch` and the package `undici`.
//
// Every dispatcher of undici (Client, Pool, Agent, ProxyAgent …) inherits `dispatch` from one base
// class of its copy. That method is replaced: for the copy inside Node now, for copies that the
// application loads as they are loaded. So the application's own dispatchers are guarded, and
// `setGlobalDispatcher` and interceptors work as ever.
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';
import { VERSION } from '../version.ts';
import { CircuitOpenError } from '../breakers/circuit-open-error.ts';
import { type Guard, noteRejection } from './guard.ts';
import { type Handler, observed, reject } from './undici-handler.ts';

type Dispatch = (this: object, options: DispatchOptions, handler: Handler) => boolean;
type Base = { dispatch: Dispatch };

interface DispatchOptions {
  readonly origin?: string | URL;
  readonly method?: string;
  readonly path?: string;
}

interface Peer {
  readonly host: string;
  readonly port: number;
  readonly origin: string;
}

const BUILT_IN_DISPATCHER = Symbol.for('undici.globalDispatcher.1');

/** Returns what undoes it. */
export function guardUndici(guard: Guard, onFault: (error: unknown) => void): () => void {
  const guarding = new Guarding(guard, onFault);
  // Reading it loads Node's own undici, which then sets its dispatcher.
  void globalThis.Request;
  const builtIn: unknown = Reflect.get(globalThis, BUILT_IN_DISPATCHER);
  if (typeof builtIn === 'object' && builtIn !== null)
    guarding.patch(Object.getPrototypeOf(builtIn));
  const hook = new UndiciHook(guarding);
  return () => {
    hook.disable();
    guarding.undo();
  };
}

class UndiciHook extends InstrumentationBase {
  constructor(guarding: Guarding) {
    super('@nunchi/agent/undici', VERSION, { enabled: false });
    this.#guarding = guarding;
    this.enable();
  }

  readonly #guarding: Guarding;

  protected override init(): InstrumentationNodeModuleDefinition {
    return new InstrumentationNodeModuleDefinition('undici', ['>=5'], (exports: unknown) => {
      this.#guarding.patchModule(exports);
      return exports;
    });
  }
}

class Guarding {
  readonly #guard: Guard;
  readonly #onFault: (error: unknown) => void;
  readonly #originals = new Map<Base, { readonly original: Dispatch; readonly ours: Dispatch }>();
  /** Handlers of requests that were admitted: an Agent hands them on to its Pool, later to a Client. */
  readonly #admitted = new WeakSet<Handler>();
  #inside = false;
  #active = true;

  constructor(guard: Guard, onFault: (error: unknown) => void) {
    this.#guard = guard;
    this.#onFault = onFault;
  }

  patchModule(exports: unknown): void {
    try {
      const client: unknown = Reflect.get(Object(exports), 'Client');
      if (typeof client === 'function') this.patch(Reflect.get(client, 'prototype'));
    } catch (error) {
      this.#onFault(error);
    }
  }

  /** Patches the class in the chain of `prototype` that has `dispatch`. */
  patch(prototype: unknown): void {
    const base = ownerOfDispatch(prototype);
    if (!base || this.#originals.has(base)) return;
    const { dispatch: original } = base;
    const ours = this.#guarded(original);
    this.#originals.set(base, { original, ours });
    base.dispatch = ours;
  }

  undo(): void {
    this.#active = false;
    for (const [base, { original, ours }] of this.#originals) {
      if (base.dispatch === ours) base.dispatch = original;
    }
    this.#originals.clear();
  }

  #guarded(original: Dispatch): Dispatch {
    const send = this.#send.bind(this);
    return function dispatch(options, handler) {
      return send(original.bind(this), this, options, handler);
    };
  }

  #send(
    original: OmitThisParameter<Dispatch>,
    dispatcher: object,
    options: DispatchOptions,
    handler: Handler,
  ): boolean {
    const peer = this.#active ? this.#outermost(dispatcher, options, handler) : null;
    const admission = peer && this.#guard.admit(peer.host, peer.port);
    if (!admission) return original(options, handler);
    if (admission instanceof CircuitOpenError) {
      try {
        spanOfRejected(peer, options, admission);
      } catch (error) {
        this.#onFault(error);
      }
      reject(handler, admission);
      return true;
    }
    const watched = observed(handler, (outcome) => admission.finish(outcome));
    this.#admitted.add(watched);
    this.#inside = true;
    try {
      return original(options, watched);
    } finally {
      this.#inside = false;
    }
  }

  /** The peer of a request; null where the request is one that was admitted further out. */
  #outermost(dispatcher: object, options: DispatchOptions, handler: Handler): Peer | null {
    try {
      if (!isHandler(handler) || this.#admitted.has(handler)) return null;
      if (this.#inside) {
        this.#admitted.add(handler);
        return null;
      }
      return peerOf(options.origin ?? originOf(dispatcher));
    } catch (error) {
      this.#onFault(error);
      return null;
    }
  }
}

/** The instrumentation makes spans for requests that start; this one does not, but is a call. */
function spanOfRejected(peer: Peer, options: DispatchOptions, error: CircuitOpenError): void {
  const method = options.method?.toUpperCase() ?? 'GET';
  const path = options.path?.split('?', 1)[0] ?? '/';
  const span = trace.getTracer('@nunchi/agent').startSpan(method, {
    kind: SpanKind.CLIENT,
    attributes: {
      'http.request.method': method,
      'url.full': `${peer.origin}${path}`,
      'server.address': peer.host,
      'server.port': peer.port,
      'error.type': error.code,
    },
  });
  noteRejection(span, error);
  span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  span.end();
}

function peerOf(origin: unknown): Peer | null {
  if (typeof origin !== 'string' && !(origin instanceof URL)) return null;
  const url = typeof origin === 'string' ? URL.parse(origin) : origin;
  if (!url?.hostname) return null;
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port, origin: url.origin };
}

/** A Client and a Pool know their origin themselves, under a symbol of their copy of undici. */
function originOf(dispatcher: object): unknown {
  const url = Object.getOwnPropertySymbols(dispatcher).find(
    ({ description }) => description === 'url',
  );
  return url && Reflect.get(dispatcher, url);
}

function ownerOfDispatch(prototype: unknown): Base | null {
  let candidate = prototype;
  while (typeof candidate === 'object' && candidate !== null) {
    if (Object.hasOwn(candidate, 'dispatch') && isBase(candidate)) return candidate;
    candidate = Object.getPrototypeOf(candidate);
  }
  return null;
}

function isBase(candidate: object): candidate is Base {
  return typeof Reflect.get(candidate, 'dispatch') === 'function';
}

function isHandler(handler: unknown): boolean {
  return typeof handler === 'object' && handler !== null;
}
