import {
  type Context,
  context,
  createContextKey,
  INVALID_TRACEID,
  propagation,
  trace,
} from '@opentelemetry/api';
import { asCorrelationId, CORRELATION_KEY } from './id.ts';

/**
 * One for each request or message: every context that descends from it sees the same one, so an
 * id that the application sets deep inside reaches what comes after.
 */
export interface CorrelationScope {
  id: string | undefined;
}

/** The registry behind createContextKey is global, so the bundle and the API share this key. */
const SCOPE = createContextKey('nunchi correlation scope');

export function withScope(parent: Context, id: string | undefined): Context {
  const scope: CorrelationScope = { id };
  return parent.setValue(SCOPE, scope);
}

export function scopeOf(of: Context): CorrelationScope | undefined {
  return of.getValue(SCOPE) as CorrelationScope | undefined;
}

/** The id in force: what was set or came in, else what baggage says, else the trace id. */
export function correlationOf(of: Context): string | undefined {
  return (
    scopeOf(of)?.id ??
    asCorrelationId(propagation.getBaggage(of)?.getEntry(CORRELATION_KEY)?.value) ??
    traceIdOf(of)
  );
}

function traceIdOf(of: Context): string | undefined {
  const span = trace.getSpanContext(of);
  return span && asTraceId(span.traceId);
}

const TRACE_ID = /^[0-9a-f]{32}$/;
/** The one that was looked at last: a request's is asked for again and again. */
let lastTraceId: string | undefined;

function asTraceId(id: string): string | undefined {
  if (id === lastTraceId) return id;
  if (!TRACE_ID.test(id) || id === INVALID_TRACEID) return undefined;
  lastTraceId = id;
  return id;
}

/** The correlation id of what is being worked on; undefined outside of any request or span. */
export function correlationId(): string | undefined {
  return correlationOf(context.active());
}

/**
 * Gives the request or message that is being worked on another id, from here on: the active span,
 * later spans and log records, outgoing calls, and the response if its headers are not sent yet.
 * Answers false, and changes nothing, for an id of a wrong shape (1 to 128 letters, digits and
 * `._:/+=@~|-`, the first a letter or digit) and outside of a request; see withCorrelationId.
 */
export function setCorrelationId(id: string): boolean {
  const scope = scopeOf(context.active());
  const valid = asCorrelationId(id);
  if (!scope || valid === undefined) return false;
  scope.id = valid;
  trace.getActiveSpan()?.setAttribute(CORRELATION_KEY, valid);
  return true;
}

/**
 * Runs a function, and what it starts, under a correlation id: for timers, jobs and messages that
 * come by a way that the agent does not know. An id of a wrong shape throws a TypeError.
 */
export function withCorrelationId<T>(id: string, work: () => T): T {
  const valid = asCorrelationId(id);
  if (valid === undefined) {
    throw new TypeError(
      `not a correlation id: ${JSON.stringify(id)}; 1 to 128 letters, digits and ._:/+=@~|- are, beginning with a letter or digit`,
    );
  }
  return context.with(withScope(context.active(), valid), work);
}
