import createClient from 'openapi-fetch';
import type { paths } from './schema.d.ts';
import { ApiError } from './problem.ts';

/** Looked up on every call: the browser's fetch, or the one that a test has put in its place. */
export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
  fetch: (request) => globalThis.fetch(request),
});

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; every other outcome is thrown as an `ApiError`. */
export async function unwrap<T>(call: Promise<Answered<T>>): Promise<T> {
  const since = performance.now();
  const result = await answered(call);
  if (result.response.ok && result.data !== undefined) return result.data;
  const waitedMs = performance.now() - since;
  throw new ApiError(result.response.status, result.error, { waitedMs });
}

/** For what is answered without a body. */
export async function done(call: Promise<Answered<unknown>>): Promise<void> {
  const { response, error } = await answered(call);
  if (!response.ok) throw new ApiError(response.status, error);
}

async function answered<T>(call: Promise<Answered<T>>): Promise<Answered<T>> {
  try {
    return await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, unreachable, { cause });
  }
}

const unreachable = {
  title: 'The query API cannot be reached',
  detail: 'No answer from the server that this page came from. Is it running?',
  code: 'unreachable',
};
