import createClient from 'openapi-fetch';
import type { paths } from './schema.d.ts';
import { ApiError } from './problem.ts';

/** Looked up on every call: the browser's fetch, or the one that a test has put in its place. */
export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
  fetch: (request) => globalThis.fetch(request),
});

/** The body of a good answer; every other outcome is thrown as an `ApiError`. */
export async function unwrap<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  let result: Awaited<typeof call>;
  try {
    result = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, unreachable, { cause });
  }
  if (result.response.ok && result.data !== undefined) return result.data;
  throw new ApiError(result.response.status, result.error);
}

const unreachable = {
  title: 'The query API cannot be reached',
  detail: 'No answer from the server that this page came from. Is it running?',
  code: 'unreachable',
};
