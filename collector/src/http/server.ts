import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Metrics } from '../metrics.ts';
import { answerBadConnection } from './client-errors.ts';
import { Connections, type ConnectionSettings } from './connections.ts';

export interface HttpSettings extends ConnectionSettings {
  /** A request's headers have to be there after this long. */
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly maxHeaderBytes: number;
}

export interface HttpDependencies {
  readonly log: FastifyBaseLogger;
  readonly metrics: Metrics;
}

/** How often slow headers are looked for. */
const MOST_CHECK_MS = 1_000;
const MAX_HEADERS = 100;

/** The HTTP server with its bounds, and without routes. */
export function createHttp(
  config: HttpSettings,
  { log, metrics }: HttpDependencies,
): { readonly app: FastifyInstance; readonly connections: Connections } {
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // Bodies have a limit of their own, and an answer; this is for what gets past it.
    requestTimeout: 2 * config.requestTimeoutMs,
    keepAliveTimeout: config.keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: config.headersTimeoutMs,
      connectionsCheckingInterval: Math.min(MOST_CHECK_MS, config.headersTimeoutMs),
      maxHeaderSize: config.maxHeaderBytes,
    },
    clientErrorHandler: (error, socket) =>
      answerBadConnection(error, socket, (reason) => {
        metrics.refusedRequests.inc({ signal: 'none', reason });
      }),
  });
  app.server.maxHeadersCount = MAX_HEADERS;
  const connections = new Connections(app.server, config, (reason) =>
    metrics.closedConnections.inc({ reason }),
  );
  return { app, connections };
}
