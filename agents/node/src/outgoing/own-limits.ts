// Which calls of undici and `fetch` have a time limit of their own, that ours must not cut short.
import type { DispatchOptions } from './undici-call.ts';

/** In the options of a request whose caller can abort it. `fetch` does not pass its signal on. */
const OWN_LIMIT = Symbol('nunchi own limit');

/** What undici has where nobody has said anything. */
const UNDICI_DEFAULT_MS = 300_000;

type Dispatch = (options: DispatchOptions, handler: object) => boolean;
type Fetch = (input: unknown, init?: unknown) => Promise<unknown>;

const limitsOfDispatchers = new WeakMap<object, boolean>();
const marking = new WeakMap<object, object>();

export function hasOwnLimit(dispatcher: object, options: DispatchOptions): boolean {
  if (options.signal || options.headersTimeout != null || Object.hasOwn(options, OWN_LIMIT)) {
    return true;
  }
  const known = limitsOfDispatchers.get(dispatcher);
  if (known !== undefined) return known;
  const found = wasGivenLimit(dispatcher);
  limitsOfDispatchers.set(dispatcher, found);
  return found;
}

/** A `fetch` that marks calls with a signal. `globalDispatcher` is the one of this copy of undici. */
export function markingFetch(original: Fetch, globalDispatcher: () => unknown): Fetch {
  return function fetch(this: unknown, input, init) {
    const marked = carefully(() => markedInit(input, init, globalDispatcher));
    return Reflect.apply(
      original,
      this,
      marked ? [input, marked] : [input, init],
    ) as ReturnType<Fetch>;
  };
}

/** Getters of the application may throw: then `fetch` meets them itself, and rejects. */
function carefully<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function markedInit(
  input: unknown,
  init: unknown,
  globalDispatcher: () => unknown,
): object | undefined {
  const isPlain = init === undefined || init === null || isPlainObject(init);
  const signal: unknown = Reflect.get(Object(init ?? undefined), 'signal');
  if (!isPlain || !(signal || isAbortableRequest(input))) return undefined;
  const dispatcher: unknown =
    Reflect.get(Object(init ?? undefined), 'dispatcher') ?? globalDispatcher();
  if (typeof dispatcher !== 'object' || dispatcher === null) return undefined;
  return { ...init, dispatcher: markingDispatcher(dispatcher) };
}

/** The same dispatcher, whose requests have the mark; interceptors hand options on. */
function markingDispatcher(dispatcher: object): object {
  const known = marking.get(dispatcher);
  if (known) return known;
  const dispatch: Dispatch = (options, handler) =>
    (dispatcher as { dispatch: Dispatch }).dispatch(
      { ...options, [OWN_LIMIT]: true } as never,
      handler,
    );
  const made = Object.create(dispatcher, { dispatch: { value: dispatch } }) as object;
  marking.set(dispatcher, made);
  return made;
}

/** A `Request` has a signal always; whether its caller can abort it, not every class tells. */
function isAbortableRequest(input: unknown): boolean {
  if (typeof input !== 'object' || input === null || input instanceof URL) return false;
  if (!(Reflect.get(input, 'signal') instanceof AbortSignal)) return false;
  return !isTelling(input.constructor) || hasController(input);
}

/** Up to undici 7, a request that follows a signal keeps the controller of its own. */
function hasController(request: object): boolean {
  return symbolNamed(request, 'abortController') !== undefined;
}

const tellingClasses = new WeakMap<object, boolean>();

function isTelling(Class: unknown): boolean {
  if (typeof Class !== 'function') return false;
  const known = tellingClasses.get(Class);
  if (known !== undefined) return known;
  let telling = false;
  try {
    const { signal } = new AbortController();
    telling = hasController(Reflect.construct(Class, ['http://localhost', { signal }]) as object);
  } catch {
    // Somebody else's class.
  }
  tellingClasses.set(Class, telling);
  return telling;
}

/** Agents and pools keep their options, clients their limit, under symbols of their copy of undici. */
function wasGivenLimit(dispatcher: object): boolean {
  const options = symbolNamed(dispatcher, 'options');
  const given: unknown = options && Reflect.get(dispatcher, options);
  if (Reflect.get(Object(given), 'headersTimeout') != null) return true;
  const limit = symbolNamed(dispatcher, 'headers timeout');
  return limit !== undefined && Reflect.get(dispatcher, limit) !== UNDICI_DEFAULT_MS;
}

function symbolNamed(object: object, name: string): symbol | undefined {
  return Object.getOwnPropertySymbols(object).find(({ description }) => description === name);
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
