import { ServerResponse } from 'node:http';
import { context } from '@opentelemetry/api';
import { CORRELATION_HEADER } from './id.ts';
import { correlationOf, scopeOf } from './scope.ts';

/**
 * The HTTP instrumentation's hook on responses: it runs, for a server, in the request's context
 * before the application sees the request. Client responses come by the same hook and are left.
 */
export function tellCallerTheId(response: unknown): void {
  if (!(response instanceof ServerResponse)) return;
  const tell = (id: string) => {
    if (!response.headersSent) response.setHeader(CORRELATION_HEADER, id);
  };
  const active = context.active();
  const id = correlationOf(active);
  if (id !== undefined) tell(id);
  const scope = scopeOf(active);
  if (scope) scope.tellCaller = tell;
}
