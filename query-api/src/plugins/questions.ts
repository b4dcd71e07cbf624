import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Api } from '../features/context.ts';
import { parseTime } from '../model/time.ts';

/** Most of what happened before so long ago has arrived; what comes later still is seen after: */
const SETTLED_MS = 120_000;
const MAX_AGE_SECONDS = 60;
/** HEAD has the headers of GET (RFC 9110, 9.3.2). */
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * What all questions about a range of time have in common. Equal ones that are asked while one of
 * them is being answered share its answer: ten people who look at the same page cost the store as
 * much as one. An answer about a range that is over may be kept by the browser for a moment, and
 * is not sent again when it is still the same (RFC 9110, 8.8.3 and 13.1.2).
 */
export function registerQuestions(app: Api, now: () => number): void {
  const asked = new Map<string, Promise<unknown>>();
  app.addHook('onRoute', (route) => {
    if (!isAboutTime(route)) return;
    const { handler } = route;
    route.handler = async function share(request, reply): Promise<unknown> {
      const key = keyOf(request);
      const known = asked.get(key);
      if (known) return known;
      const answer = Promise.resolve(handler.call(this, request, reply));
      asked.set(key, answer);
      try {
        return await answer;
      } finally {
        asked.delete(key);
      }
    };
    const onSend = async (request: FastifyRequest, reply: FastifyReply, payload: unknown) =>
      label(request, reply, payload, now());
    route.onSend = [onSend, ...[route.onSend ?? []].flat()];
  });
}

/** Whether the route's parameters, or the body of one that is asked by POST, are a range. */
function isAboutTime({ schema }: RouteOptions): boolean {
  return [schema?.querystring, schema?.body].some((part) => {
    const { properties } = (part ?? {}) as { readonly properties?: object };
    return properties !== undefined && 'from' in properties && 'to' in properties;
  });
}

function keyOf({ method, url, body }: FastifyRequest): string {
  return JSON.stringify([method, url, body ?? null]);
}

function label(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  now: number,
): unknown {
  if (reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  if (!READS.has(request.method) || !isOver(request.query, now)) {
    reply.header('cache-control', 'no-store');
    return payload;
  }
  const etag = `"${createHash('sha256').update(payload).digest('base64url')}"`;
  reply.header('cache-control', `private, max-age=${MAX_AGE_SECONDS}`).header('etag', etag);
  if (!matches(request.headers['if-none-match'], etag)) return payload;
  reply.code(304).removeHeader('content-length');
  return null;
}

const TIMES = ['from', 'to', 'beforeFrom', 'beforeTo'] as const;

/** Whether all of its times are moments, and not relative to now, and long enough ago. */
function isOver(query: unknown, now: number): boolean {
  const times = query as Readonly<Partial<Record<(typeof TIMES)[number], string>>>;
  return TIMES.every((name) => {
    const text = times[name];
    if (text === undefined) return name !== 'from' && name !== 'to';
    const time = text.startsWith('now') ? undefined : parseTime(text, now);
    return time !== undefined && Number(time / 1_000_000n) <= now - SETTLED_MS;
  });
}

/** RFC 9110, 13.1.2: weakly compared, in a list or `*`. */
function matches(header: string | undefined, etag: string): boolean {
  const given = (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return given.includes(etag) || given.includes('*');
}
