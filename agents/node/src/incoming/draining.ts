import { setTimeout as pause } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import { beTheLast, type Servers } from './servers.ts';

const LOOK_MS = 20;

/**
 * Servers stop to accept, and requests in flight may finish, within the limit; resolves with the
 * number of those that did not. At once if there are none: idle connections, connections that never
 * asked for anything and those that are no longer HTTP (WebSockets) are not waited for.
 */
export async function drain(servers: Servers, limitMs: number): Promise<number> {
  servers.areLeaving = true;
  const closing = [...servers.listening];
  // One that the host itself is closing does not listen any more.
  for (const server of closing) if (server.listening) server.close();
  for (const response of inFlight(servers)) beTheLast(response);
  const end = performance.now() + limitMs;
  for (;;) {
    // Answers that were begun before may have promised to keep their connection.
    for (const server of closing) server.closeIdleConnections();
    const left = inFlight(servers).length;
    if (left === 0 || performance.now() >= end) return left;
    await pause(LOOK_MS);
  }
}

/**
 * Node keeps the response in progress on its socket. Counting requests instead would cost each of
 * them a listener, all the time.
 */
function inFlight({ connections }: Servers): ServerResponse[] {
  return [...connections].flatMap(
    (socket) => (Reflect.get(socket, '_httpMessage') as ServerResponse | null | undefined) ?? [],
  );
}
