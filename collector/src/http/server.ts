import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Metrics } from '../metrics.ts';
import { CONTENT_TYPES, statusBody } from './answers.ts';
import { answerBadConnection } from './client-errors.ts';
import { Connections, type ConnectionSettings } from './connections.ts';
import { knownFormat } from './content.ts';
import { refusalOf } from './errors.ts';

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
    // What comes while it closes is taken like anything else, on connections that are open.
    return503OnClosing: false,
    http: {
      headersTimeout: config.headersTimeoutMs,
      connectionsCheckingInterval: Math.min(MOST_CHECK_MS, config.headersTimeoutMs),
      maxHeaderSize: config.maxHeaderBytes,
    },
    // A path that cannot be decoded reaches no route.
    frameworkErrors: (error, { headers }, reply) => {
      const refusal = refusalOf(error);
      const format = knownFormat(headers) ?? 'json';
      metrics.refusedRequests.inc({ signal: 'none', reason: refusal.reason });
      const body = statusBody(format, refusal);
      const length = { 'content-length': body.length };
      reply.hijack();
      reply.raw
        .writeHead(refusal.status, { 'content-type': CONTENT_TYPES[format], ...length })
        .end(body);
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
