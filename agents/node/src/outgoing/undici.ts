// Guards the global `fetch` and the package `undici`.
//
// Every dispatcher of undici (Client, Pool, Agent, ProxyAgent …) inherits `dispatch` from one base
// class of its copy. That method is replaced: for the copy inside Node now, for copies that the
// application loads as they are loaded. So the application's own dispatchers are guarded, and
// `setGlobalDispatcher` and interceptors work as ever.
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';
import { addressOf } from '../breakers/peers.ts';
import { VERSION } from '../version.ts';
import type { Gate } from './call.ts';
import { hasOwnLimit, markingFetch } from './own-limits.ts';
import {
  type DispatchOptions,
  type Handler,
  LegacyCall,
  ModernCall,
  UndiciCall,
} from './undici-call.ts';
import { followUndici, starts } from './undici-span.ts';

type Dispatch = (this: object, options: DispatchOptions, handler: object) => boolean;
type Base = { dispatch: Dispatch };
type Fetch = Parameters<typeof markingFetch>[0];

/** Under which each copy keeps its global dispatcher: up to undici 7, and from 8 on. */
const GLOBAL_DISPATCHERS = [
  Symbol.for('undici.globalDispatcher.1'),
  Symbol.for('undici.globalDispatcher.2'),
];

/** Returns what undoes it. */
export function guardUndici(guard: Gate, onFault: (error: unknown) => void): () => void {
  followUndici();
  const guarding = new Guarding(guard, onFault);
  // Reading it loads Node's own undici, which then sets its dispatcher.
  void globalThis.Request;
  for (const key of GLOBAL_DISPATCHERS) {
    const builtIn: unknown = Reflect.get(globalThis, key);
    if (typeof builtIn === 'object' && builtIn !== null) {
      guarding.patch(Object.getPrototypeOf(builtIn));
    }
  }
  guarding.patchFetch(globalThis, builtInDispatcher);
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
  readonly #guard: Gate;
  readonly #onFault: (error: unknown) => void;
  readonly #originals = new Map<Base, { readonly original: Dispatch; readonly ours: Dispatch }>();
  readonly #undoFetch: (() => void)[] = [];
  /**
   * Handlers of requests that were admitted, beside the calls themselves: an Agent hands them on to
   * its Pool, and that, perhaps later and in a wrapper, to a Client.
   */
  readonly #admitted = new WeakMap<object, UndiciCall | null>();
  /** The call that is just on its way through the dispatchers. */
  #inside: UndiciCall | null = null;
  #active = true;

  constructor(guard: Gate, onFault: (error: unknown) => void) {
    this.#guard = guard;
    this.#onFault = onFault;
  }

  patchModule(exports: unknown): void {
    try {
      const module = Object(exports) as Record<string, unknown>;
      const { Client: client, getGlobalDispatcher } = module;
      if (typeof client === 'function') this.patch(Reflect.get(client, 'prototype'));
      if (typeof getGlobalDispatcher === 'function') {
        this.patchFetch(module, getGlobalDispatcher as () => unknown);
      }
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

  patchFetch(owner: object, globalDispatcher: () => unknown): void {
    if (!this.#guard.limitsTime) return;
    const original: unknown = Reflect.get(owner, 'fetch');
    if (typeof original !== 'function') return;
    const ours = markingFetch(original as Fetch, globalDispatcher);
    if (!Reflect.set(owner, 'fetch', ours)) return;
    this.#undoFetch.push(() => {
      if (Reflect.get(owner, 'fetch') === ours) Reflect.set(owner, 'fetch', original);
    });
  }

  undo(): void {
    this.#active = false;
    for (const [base, { original, ours }] of this.#originals) {
      if (base.dispatch === ours) base.dispatch = original;
    }
    this.#originals.clear();
    for (const step of this.#undoFetch.splice(0)) step();
  }

  #guarded(original: Dispatch): Dispatch {
    const dispatch = this.#dispatch.bind(this);
    return function guarded(options, handler) {
      return dispatch(original, this, options, handler);
    };
  }

  #dispatch(
    original: Dispatch,
    dispatcher: object,
    options: DispatchOptions,
    handler: object,
  ): boolean {
    const known = this.#knownCall(handler);
    if (known !== undefined) {
      // Its request may be made now, of a call that has waited in a pool.
      const pass = () => original.call(dispatcher, options, handler);
      return known ? starts(known, pass) : pass();
    }
    const url = this.#active ? urlOf(options?.origin ?? originOf(dispatcher)) : null;
    const call = url && this.#callFor(original, dispatcher, options, handler, url.origin);
    if (!call) return original.call(dispatcher, options, handler);
    // True: undici is not busy.
    const { host, port } = addressOf(url);
    return this.#guard.admit(call, host, port) ? call.dispatch() : true;
  }

  /** The call whose handler it is, on its way inwards; undefined where it is a new request. */
  #knownCall(handler: object): UndiciCall | null | undefined {
    if (handler instanceof UndiciCall) return handler;
    if (typeof handler !== 'object' || handler === null) return null;
    const known = this.#admitted.get(handler);
    if (known !== undefined) return known;
    if (!this.#inside) return undefined;
    this.#admitted.set(handler, this.#inside);
    return this.#inside;
  }

  #callFor(
    original: Dispatch,
    dispatcher: object,
    options: DispatchOptions,
    handler: object,
    origin: string,
  ): UndiciCall | null {
    try {
      if (!this.#guard.watches()) return null;
      const isLimited = this.#guard.limitsTime && !hasOwnLimit(dispatcher, options);
      const Call = Reflect.has(handler, 'onRequestStart') ? ModernCall : LegacyCall;
      const call: UndiciCall = new Call(this.#guard, isLimited, {
        handler: handler as Handler,
        options,
        origin,
        send: (ours) => this.#send(call, () => original.call(dispatcher, options, ours)),
      });
      return call;
    } catch (error) {
      this.#onFault(error);
      return null;
    }
  }

  #send(call: UndiciCall, send: () => boolean): boolean {
    const before = this.#inside;
    this.#inside = call;
    try {
      return starts(call, send);
    } finally {
      this.#inside = before;
    }
  }
}

function builtInDispatcher(): unknown {
  return GLOBAL_DISPATCHERS.map((key): unknown => Reflect.get(globalThis, key)).find(Boolean);
}

function urlOf(origin: unknown): URL | null {
  if (typeof origin !== 'string' && !(origin instanceof URL)) return null;
  const url = typeof origin === 'string' ? URL.parse(origin) : origin;
  return url?.hostname ? url : null;
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
