import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ApiError } from '../errors.ts';
import { sendProblem } from './problems.ts';

const NOT_BUILT =
  'The web UI is not built yet: run "npm run build", or start everything with "npm run up". The API is at /api/docs.\n';

/**
 * Serves the built UI, and its page for every path that a browser asks for and nothing else
 * answers: the UI has paths of its own. After all the routes.
 */
export async function registerWebUi(app: FastifyInstance, directory: string): Promise<void> {
  const page = join(directory, 'index.html');
  await app.register(fastifyStatic, {
    root: directory,
    wildcard: true,
    index: 'index.html',
    cacheControl: false,
    suppressWarning: true,
    setHeaders: (reply, path) => {
      // The build puts a hash of the content into the names of assets.
      const hashed = path.includes(`${sep}assets${sep}`);
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });

  // What is no path of the API is no file either, whatever stands in it.
  app.get('/api/*', { schema: { hide: true } }, (_request, reply) => reply.callNotFound());
  app.setNotFoundHandler((request, reply) => {
    if (!asksForPage(request)) {
      const detail = `there is no ${request.method} ${request.url.split('?')[0]}; the paths are at /api/docs`;
      return sendProblem(reply, new ApiError('route_not_found', detail));
    }
    if (existsSync(page)) return reply.sendFile('index.html');
    return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
  });
}

function asksForPage(request: FastifyRequest): boolean {
  return (
    (request.method === 'GET' || request.method === 'HEAD') &&
    !/^\/api(\/|$|\?)/.test(request.url) &&
    (request.headers.accept ?? '').includes('text/html')
  );
}
