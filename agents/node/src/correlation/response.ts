import { ServerResponse } from 'node:http';
import { context } from '@opentelemetry/api';
import { CORRELATION_HEADER, isCorrelationHeader } from './id.ts';
import { type CorrelationScope, correlationOf, scopeOf } from './scope.ts';

const CALLER = Symbol('nunchi caller');

interface Told {
  [CALLER]?: Caller;
}

interface Caller {
  readonly scope: CorrelationScope | undefined;
  /** What was in force as the request came in. */
  readonly id: string | undefined;
}

type WriteHead = (this: ServerResponse, ...args: unknown[]) => ServerResponse;

/**
 * The HTTP instrumentation's hook on responses: it runs, for a server, in the request's context
 * before the application sees the request. Client responses come by the same hook and are left.
 */
export function noteCaller(response: unknown): void {
  if (!(response instanceof ServerResponse)) return;
  const active = context.active();
  (response as Told)[CALLER] = { scope: scopeOf(active), id: correlationOf(active) };
}

/**
 * Has every response carry the correlation id that is in force when its headers are written; a
 * header of that name that the application sets stays. Returns what undoes it.
 *
 * At the last moment, since an early `setHeader` sends Node down the slow way of mixed headers; and
 * nothing that outlives a request refers to its response: by a closure in the request's context,
 * each one was kept until the next full garbage collection, a fifth of what it cost (measured).
 */
export function tellCallers(): () => void {
  const prototype = ServerResponse.prototype as unknown as { writeHead: WriteHead };
  const original = prototype.writeHead;
  function writeHead(this: ServerResponse, ...args: unknown[]): ServerResponse {
    const caller = (this as Told)[CALLER];
    const id = caller?.scope?.id ?? caller?.id;
    if (id === undefined || this.headersSent) return original.apply(this, args);
    return original.apply(this, withHeader(this, args, id));
  }
  prototype.writeHead = writeHead;
  return () => {
    if (prototype.writeHead === writeHead) prototype.writeHead = original;
  };
}

/** The arguments are a status, perhaps a reason, perhaps headers. */
function withHeader(response: ServerResponse, args: unknown[], id: string): unknown[] {
  const at = typeof args[1] === 'string' ? 2 : 1;
  const headers = args[at];
  const areAll = typeof headers === 'object' && headers !== null && isEmpty(response);
  if (!areAll) {
    if (!response.hasHeader(CORRELATION_HEADER)) response.setHeader(CORRELATION_HEADER, id);
    return args;
  }
  const more = Array.isArray(headers) ? withEntry(headers, id) : withField(headers, id);
  return more === headers ? args : args.with(at, more);
}

function isEmpty(response: ServerResponse): boolean {
  return response.getHeaderNames().length === 0;
}

function withField(headers: object, id: string): object {
  for (const name in headers) if (isCorrelationHeader(name)) return headers;
  return { ...headers, [CORRELATION_HEADER]: id };
}

/** Names and values by turns, or pairs of them. */
function withEntry(headers: readonly unknown[], id: string): readonly unknown[] {
  const arePairs = Array.isArray(headers[0]);
  const isThere = headers.some((part, at) =>
    arePairs
      ? isCorrelationHeader((part as unknown[])[0])
      : at % 2 === 0 && isCorrelationHeader(part),
  );
  if (isThere) return headers;
  return arePairs ? [...headers, [CORRELATION_HEADER, id]] : [...headers, CORRELATION_HEADER, id];
}
