import { Pool } from 'undici';
import type { Store } from '../../../store/client.ts';
import type { Answer, Asked, Question } from './question.ts';

/** Asks the query API as a browser does, over a connection that is kept. */
export class Client {
  readonly #pool: Pool;

  constructor(url: string) {
    this.#pool = new Pool(url, { connections: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
  }

  /** Milliseconds until the whole answer was there. Throws when it is none. */
  async ask(question: Question, { path, body }: Asked): Promise<number> {
    const started = performance.now();
    const reply = await this.#pool.request({
      path: `/api/v1${path}`,
      method: body ? 'POST' : 'GET',
      ...(body && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    const text = await reply.body.text();
    const took = performance.now() - started;
    const wrong =
      reply.statusCode === 200 ? question.wrong(JSON.parse(text) as Answer) : text.slice(0, 500);
    if (wrong !== undefined) throw new Error(`${question.name}: ${path}: ${wrong}`);
    return took;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** What ClickHouse keeps in memory is gone; what the system keeps of files is not. */
export async function dropCaches(store: Store): Promise<void> {
  for (const cache of [
    'MARK CACHE',
    'INDEX MARK CACHE',
    'PRIMARY INDEX CACHE',
    'UNCOMPRESSED CACHE',
    'INDEX UNCOMPRESSED CACHE',
    'QUERY CONDITION CACHE',
    'COMPILED EXPRESSION CACHE',
  ]) {
    await store.command(`SYSTEM DROP ${cache}`);
  }
}

export interface Latencies {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export function latencies(taken: readonly number[]): Latencies {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}
