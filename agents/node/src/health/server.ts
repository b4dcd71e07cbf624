// `/livez`, `/readyz` and, where it is wanted, `/metrics` on a port of their own. Loaded when it
// begins to listen: see `startHealth`.
import { EventEmitter, once } from 'node:events';
import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { Diagnostics } from '../context.ts';
import { words } from '../diagnostics.ts';
import type { Readiness } from './readiness.ts';
import type { HealthSettings } from './settings.ts';

export interface HealthOptions {
  readonly settings: HealthSettings;
  readonly readiness: () => Promise<Readiness>;
  /** Prometheus' text; undefined where it is not wanted. */
  readonly metrics: (() => Promise<string>) | undefined;
  readonly logger: Diagnostics;
}

export interface Health {
  /** For people: http://127.0.0.1:8474 */
  readonly url: string;
  close(): void;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Probes are few; more connections than this are a mistake, or worse. */
const MAX_CONNECTIONS = 64;
const JSON_TYPE = 'application/json';
const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Events pass by what the agent and others have put around the application's servers. */
class UnwatchedServer extends Server {}
Object.assign(UnwatchedServer.prototype, {
  emit: EventEmitter.prototype.emit,
  on: EventEmitter.prototype.on,
});

/** Undefined: it could not listen, which has been said. Never keeps the host alive. */
export async function startHealth(options: HealthOptions): Promise<Health | undefined> {
  const server = createHealthServer(options);
  const { settings, logger } = options;
  try {
    await listen(server, settings);
  } catch (error) {
    logger.warn(
      `the health port ${settings.port} cannot be used: ${words(error)}; ` +
        'there are no /livez and /readyz (NUNCHI_HEALTH_PORT sets another one, or off)',
    );
    return undefined;
  }
  server.on('error', (error) => logger.debug(`health: ${words(error)}`));
  return {
    url: urlOf(server.address() as AddressInfo),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A port that was not asked for gives way: to the application, or to another service's agent. */
async function listen(server: Server, { host, port, isPortGiven }: HealthSettings): Promise<void> {
  try {
    await listenOn(server, port, host);
  } catch (error) {
    if (isPortGiven) throw error;
    await listenOn(server, 0, host);
  }
}

async function listenOn(server: Server, port: number, host: string | undefined): Promise<void> {
  // Exclusive: workers of a cluster would share it, and answer for each other.
  server.listen({ port, exclusive: true, ...(host !== undefined && { host }) });
  server.unref();
  await once(server, 'listening');
}

function createHealthServer({ readiness, metrics, logger }: HealthOptions): Server {
  const answers: Readonly<Record<string, () => Promise<Answer>>> = {
    '/livez': async () => json(200, { status: 'alive' }),
    '/readyz': async () => {
      const state = await readiness();
      return json(state.status === 'ready' ? 200 : 503, state);
    },
    ...(metrics && {
      '/metrics': async () => ({ status: 200, type: PROMETHEUS_TYPE, body: await metrics() }),
    }),
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const find = Object.hasOwn(answers, path) ? answers[path] : undefined;
    send(response, find ? await answered(request, find) : json(404, { status: 'not found' }));
  };
  const unwatched = suppressTracing(ROOT_CONTEXT);
  const server = new UnwatchedServer((request, response) => {
    context.with(unwatched, () => {
      answer(request, response).catch((error: unknown) => {
        logger.error(`the health port has a fault: ${words(error)}`);
        response.destroy();
      });
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.headersTimeout = 5000;
  server.requestTimeout = 5000;
  // The server is not what keeps the host alive, nor is who asks it.
  server.on('connection', (socket: Socket) => socket.unref());
  return server;
}

async function answered(request: IncomingMessage, find: () => Promise<Answer>): Promise<Answer> {
  if (request.method === 'GET' || request.method === 'HEAD') return find();
  return json(405, { status: 'method not allowed' });
}

function json(status: number, body: object): Answer {
  return { status, type: JSON_TYPE, body: JSON.stringify(body) };
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
}

function urlOf({ address, family, port }: AddressInfo): string {
  const anywhere = address === '::' || address === '0.0.0.0';
  if (anywhere) return `http://0.0.0.0:${port}`;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
