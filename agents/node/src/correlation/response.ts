import { type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { context } from '@opentelemetry/api';
import { CORRELATION_HEADER } from './id.ts';
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
  const areAll = isPlain(headers) && response.getHeaderNames().length === 0;
  if (!areAll) {
    if (!response.hasHeader(CORRELATION_HEADER)) response.setHeader(CORRELATION_HEADER, id);
    return args;
  }
  for (const name in headers) if (isOurs(name)) return args;
  const more = args.slice();
  more[at] = { ...headers, [CORRELATION_HEADER]: id };
  return more;
}

function isPlain(headers: unknown): headers is OutgoingHttpHeaders {
  return typeof headers === 'object' && headers !== null && !Array.isArray(headers);
}

function isOurs(name: string): boolean {
  return name.length === CORRELATION_HEADER.length && name.toLowerCase() === CORRELATION_HEADER;
}
