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
  problem(
    path: string,
  ): Promise<{ status: number; code: string; detail: string; parameter?: string }>;
  close(): Promise<void>;
}

/** The whole application over a store of its own. */
export async function createTestApi(): Promise<TestApi> {
  const store = await createTestStore();
  const app = await buildApp({ webDir: tmpdir() }, { store, now: () => NOW_MS });
  const get = (path: string) => app.inject({ method: 'GET', url: `/api/v1${path}` });
  return {
    store,
    async ok<T extends TSchema>(path: string, schema: T) {
      const reply = await get(path);
      expect(reply.statusCode, reply.body).toBe(200);
      const body = reply.json<Static<T>>();
      expect(Value.Errors(schema, body)).toEqual([]);
      return body;
    },
    async problem(path) {
      const reply = await get(path);
      const problem = reply.json();
      expect(Value.Errors(Problem, problem)).toEqual([]);
      expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(problem.status).toBe(reply.statusCode);
      expect(problem.type).toBe(`urn:nunchi:problem:${problem.code}`);
      return problem;
    },
    async close() {
      await app.close();
      await store.close();
    },
  };
}
