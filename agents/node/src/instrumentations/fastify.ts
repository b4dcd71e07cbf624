import { subscribe } from 'node:diagnostics_channel';
import { context } from '@opentelemetry/api';
import { getRPCMetadata, type RPCMetadata, RPCType } from '@opentelemetry/core';

/**
 * Fastify says on channels of its own which route it found and what its handler threw; the server
 * span gets its name and the exception from there. Routes keep the number of span names small,
 * paths do not.
 */
export function followFastify(): void {
  subscribe('tracing:fastify.request.handler:start', (message) => {
    const route = routeOf(message);
    const request = requestUnderWay();
    if (route !== undefined && request) request.route = route;
  });
  subscribe('tracing:fastify.request.handler:error', (message) => {
    const { error } = message as { error?: unknown };
    if (error instanceof Error) requestUnderWay()?.span.recordException(error);
  });
}

function requestUnderWay(): RPCMetadata | undefined {
  const metadata = getRPCMetadata(context.active());
  return metadata?.type === RPCType.HTTP ? metadata : undefined;
}

function routeOf(message: unknown): string | undefined {
  const { route } = message as { route?: { url?: unknown } };
  return typeof route?.url === 'string' ? route.url : undefined;
}
