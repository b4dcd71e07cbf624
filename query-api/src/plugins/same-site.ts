import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const OURS = new Set(['same-origin', 'none']);

/**
 * There is no login yet, so a page of another site in the same browser must not be able to change
 * anything here. Browsers say where a request comes from; programs say nothing, and may.
 */
export function registerSameSite(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (SAFE.has(request.method) || isOurs(request)) return;
    throw new ApiError(
      'cross_site',
      'This request comes from a page of another site; changes are made by the pages of this server, or by programs that send neither Origin nor Sec-Fetch-Site.',
    );
  });
}

function isOurs({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && !OURS.has(String(site))) return false;
  // Browsers leave Sec-Fetch-Site out where the page did not come by TLS or from this machine.
  return headers.origin === undefined || URL.parse(headers.origin)?.host === host;
}
