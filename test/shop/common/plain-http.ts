import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Log } from './log.ts';
import { MISBEHAVE, type Operations, type Reply } from './operations.ts';

/** Undefined: there is nothing at this path. `body`: the parsed JSON, undefined if it is none. */
export type Route = (
  method: string,
  path: readonly string[],
  body: unknown,
) => Promise<Reply | undefined>;

/** A server by `node:http` alone, that can be told to misbehave. */
export function plainServer(log: Log, operations: Operations, route: Route): Server {
  return createServer((request, response) => {
    void answer(log, operations, route, request).then((reply) => send(response, reply));
  });
}

async function answer(
  log: Log,
  operations: Operations,
  route: Route,
  request: IncomingMessage,
): Promise<Reply> {
  const { method = 'GET', url = '/' } = request;
  try {
    const body = method === 'POST' ? await bodyOf(request) : undefined;
    if (url === MISBEHAVE) return operations.answer(method, body);
    const path = url.split('/').slice(1).map(decodeURIComponent);
    const reply = await route(method, path, body);
    return reply ?? { status: 404, body: { error: `there is nothing at ${method} ${url}` } };
  } catch (error) {
    if (error instanceof URIError) return { status: 400, body: { error: 'no such path' } };
    log.error({ err: error, method, url }, 'request failed');
    return { status: 500, body: { error: 'internal error' } };
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (!request.headers['content-type']?.startsWith('application/json')) return undefined;
  const sent = await text(request);
  try {
    return JSON.parse(sent);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
