import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** What a collector can do to an agent: not be there, say nothing, refuse for ever, take its time. */
export const FAULTS = ['refusing', 'hanging', 'unavailable', 'slow'] as const;
export type Fault = (typeof FAULTS)[number];

const SLOW_MS = 1500;

export interface FaultyCollector {
  readonly url: string;
  /** From now on it is a good one: everything goes to the collector at this address. */
  heal(collectorUrl: string): Promise<void>;
  close(): void;
}

export async function startFaultyCollector(fault: Fault): Promise<FaultyCollector> {
  let goodUrl: string | undefined;
  const server = createServer((incoming, reply) => {
    if (goodUrl !== undefined) pass(goodUrl, incoming, reply);
    else void answer(fault, incoming, reply);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  if (fault === 'refusing') close();
  return {
    url: `http://127.0.0.1:${port}`,
    async heal(collectorUrl) {
      goodUrl = collectorUrl;
      server.closeAllConnections();
      if (server.listening) return;
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    close,
  };
}

async function answer(
  fault: Fault,
  incoming: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  if (fault === 'hanging') return;
  incoming.resume();
  if (fault === 'unavailable') reply.writeHead(503).end();
  if (fault !== 'slow') return;
  await pause(SLOW_MS);
  reply.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
}

function pass(to: string, incoming: IncomingMessage, reply: ServerResponse): void {
  const { method, headers } = incoming;
  const onward = request(new URL(incoming.url ?? '/', to), { method, headers }, (response) => {
    reply.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(reply);
  });
  onward.on('error', () => reply.destroy());
  incoming.pipe(onward);
}
