import { ServerResponse } from 'node:http';
import { context } from '@opentelemetry/api';
import { CORRELATION_HEADER } from './id.ts';
import { type CorrelationScope, correlationOf, scopeOf } from './scope.ts';

const SCOPE = Symbol('nunchi correlation scope');

interface Scoped {
  [SCOPE]?: CorrelationScope;
}

/**
 * The HTTP instrumentation's hook on responses: it runs, for a server, in the request's context
 * before the application sees the request. Client responses come by the same hook and are left.
 */
export function tellCallerTheId(response: unknown): void {
  if (!(response instanceof ServerResponse)) return;
  const active = context.active();
  const id = correlationOf(active);
  if (id !== undefined) tell(response, id);
  const scope = scopeOf(active);
  if (!scope) return;
  scope.tellCaller = (changed) => tell(response, changed);
  (response as Scoped)[SCOPE] = scope;
}

/**
 * To be called when a response has ended. Contexts outlive their request (a connection that is kept
 * holds one); if they still held the response, each garbage collection would copy all of it: that
 * was a fifth of what a request cost.
 */
export function forgetCaller(response: unknown): void {
  const scope = (response as Scoped)[SCOPE];
  if (scope) scope.tellCaller = undefined;
}

function tell(response: ServerResponse, id: string): void {
  if (!response.headersSent) response.setHeader(CORRELATION_HEADER, id);
}
