import { subscribe } from 'node:diagnostics_channel';
import { context } from '@opentelemetry/api';
import { getRPCMetadata, RPCType } from '@opentelemetry/core';

/**
 * Fastify says on a channel of its own which route it found; the server span gets its name from
 * there. Routes keep the number of span names small, paths do not.
 */
export function nameRoutesOfFastify(): void {
  subscribe('tracing:fastify.request.handler:start', (message) => {
    const route = routeOf(message);
    const metadata = getRPCMetadata(context.active());
    if (route !== undefined && metadata?.type === RPCType.HTTP) metadata.route = route;
  });
}

function routeOf(message: unknown): string | undefined {
  const { route } = message as { route?: { url?: unknown } };
  return typeof route?.url === 'string' ? route.url : undefined;
}
