import { ServerResponse } from 'node:http';
import { context } from '@opentelemetry/api';
import { type CorrelationScope, correlationOf, scopeOf, tell } from './scope.ts';

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
  scope.response = response;
  (response as Scoped)[SCOPE] = scope;
}

/** To be called when a response has ended: contexts may outlive it, and must not keep it. */
export function forgetCaller(response: unknown): void {
  const scope = (response as Scoped)[SCOPE];
  if (scope) scope.response = undefined;
}
