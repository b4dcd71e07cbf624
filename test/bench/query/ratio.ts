import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../../query-api/src/app.ts';
import type { Questionable, Store } from '../../../store/client.ts';
import type { Asked } from './question.ts';

const TURNS = 3;

/** A store that tells how long it was asked anything, and answers nothing from earlier answers. */
export class TimedStore implements Questionable {
  readonly #store: Store;
  readonly #rewrite: (sql: string) => string;
  #asking = 0;
  #since = 0;
  #tookMs = 0;

  constructor(store: Store, rewrite = (sql: string) => sql) {
    this.#store = store;
    this.#rewrite = rewrite;
  }

  /** Milliseconds during which at least one question was under way, since the last call. */
  take(): number {
    const took = this.#tookMs;
    this.#tookMs = 0;
    return took;
  }

  readonly rows: Questionable['rows'] = async (sql, parameters, options) => {
    if (this.#asking++ === 0) this.#since = performance.now();
    try {
      const settings = { ...options?.settings, use_query_condition_cache: 0 as const };
      return await this.#store.rows(this.#rewrite(sql), parameters, { ...options, settings });
    } finally {
      if (--this.#asking === 0) this.#tookMs += performance.now() - this.#since;
    }
  };
}

export interface Compared {
  readonly apiMs: number;
  readonly leanMs: number;
}

/**
 * How long ClickHouse works for the query API's answers, and for the leanest SQL; each in turns, the
 * quickest of three counts. The query API runs in this process, because there it can be told apart.
 */
export async function compareWithLean(store: Store, asked: readonly Asked[]): Promise<Compared> {
  const timed = new TimedStore(store);
  const api = await apiOver(store, timed);
  const compared = { apiMs: 0, leanMs: 0 };
  try {
    for (const one of asked) {
      let [apiMs, leanMs] = [Infinity, Infinity];
      for (let turn = 0; turn < TURNS; turn++) {
        await api.answer(one);
        apiMs = Math.min(apiMs, timed.take());
        await one.lean(timed);
        leanMs = Math.min(leanMs, timed.take());
      }
      compared.apiMs += apiMs / asked.length;
      compared.leanMs += leanMs / asked.length;
    }
  } finally {
    await api.close();
  }
  return compared;
}

/** A query API in this process, which asks the store through the timed one. */
export async function apiOver(store: Store, timed: TimedStore) {
  const app: FastifyInstance = await buildApp(
    { webDir: import.meta.dirname },
    { store: { ...store, rows: timed.rows } },
  );
  return {
    async answer({ path, body }: Asked): Promise<void> {
      const reply = await app.inject({
        method: body ? 'POST' : 'GET',
        url: `/api/v1${path}`,
        ...(body && { payload: body }),
      });
      if (reply.statusCode !== 200) throw new Error(`${path}: ${reply.body.slice(0, 500)}`);
    },
    close: () => app.close(),
  };
}
