import type { Store } from '@nunchi/store';
import { createTestStore } from '@nunchi/store/testing';
import { tmpdir } from 'node:os';
import type { Static, TSchema } from 'typebox';
import Value from 'typebox/value';
import { expect } from 'vitest';
import { buildApp } from '../app.ts';
import { Problem } from '../schemas/common.ts';

/** The tests' clock stands still here: 2025-10-09T08:53:20Z. */
export const NOW_MS = 1_760_000_000_000;

/** Unix nanoseconds of a moment, in seconds before the tests' clock. */
export const ago = (seconds: number): string =>
  String(BigInt(Math.round((NOW_MS - seconds * 1_000) * 1_000)) * 1_000n);

export interface TestApi {
  readonly store: Store;
  /** A GET under `/api/v1` that is answered with 200, and as the schema says. */
  ok<T extends TSchema>(path: string, schema: T): Promise<Static<T>>;
  /** A GET under `/api/v1` that is answered with a problem. */
  problem(path: string): Promise<Static<typeof Problem>>;
  /** Any request under `/api/v1`, with a JSON body if one is given. */
  send(method: Method, path: string, body?: unknown, headers?: object): Promise<Reply>;
  /** The same, answered with a problem. */
  refused(
    method: Method,
    path: string,
    body?: unknown,
    headers?: object,
  ): Promise<Static<typeof Problem>>;
  close(): Promise<void>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Undefined where there is none. */
  readonly body: unknown;
}

/** The whole application over a store of its own. */
export async function createTestApi(): Promise<TestApi> {
  const store = await createTestStore();
  const app = await buildApp({ webDir: tmpdir() }, { store, now: () => NOW_MS });
  const send: TestApi['send'] = async (method, path, body, headers = {}) => {
    const reply = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...headers },
      ...(body !== undefined && { payload: body as object }),
    });
    const { statusCode: status, body: text } = reply;
    return { status, headers: reply.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  const refused: TestApi['refused'] = async (...request) => {
    const { status, headers, body } = await send(...request);
    const problem = body as Static<typeof Problem>;
    expect(Value.Errors(Problem, problem)).toEqual([]);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(problem.status).toBe(status);
    expect(problem.type).toBe(`urn:nunchi:problem:${problem.code}`);
    return problem;
  };
  return {
    store,
    async ok<T extends TSchema>(path: string, schema: T) {
      const { status, body } = await send('GET', path);
      expect(status, JSON.stringify(body)).toBe(200);
      expect(Value.Errors(schema, body)).toEqual([]);
      return body as Static<T>;
    },
    problem: (path) => refused('GET', path),
    send,
    refused,
    async close() {
      await app.close();
      await store.close();
    },
  };
}
