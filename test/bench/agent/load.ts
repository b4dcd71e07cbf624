// The clients, in a process of their own: as fast as answers come, or at a steady rate.
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

export interface LoadTask {
  readonly url: string;
  readonly seconds: number;
  /** Requests per second; null: the next one follows each answer. */
  readonly rate: number | null;
}

export interface LoadDone {
  readonly requests: number;
  readonly failed: number;
  readonly seconds: number;
  /** Milliseconds from when a request was due to its answer. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const CONNECTIONS = 16;
/** At a steady rate: more than ever wait, so that none is late because of the clients. */
const MOST_CONNECTIONS = 256;
const TICK_MS = 2;
/** One of so many calls the peer. */
const CALLS_ONE_OF = 4;

process.on('message', (task: LoadTask) => {
  void run(task).then((done) => process.send?.({ done }));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });

async function run({ url, seconds, rate }: LoadTask): Promise<LoadDone> {
  const connections = rate === null ? CONNECTIONS : MOST_CONNECTIONS;
  const pool = new Pool(url, { connections, pipelining: 1 });
  const latencies: number[] = [];
  let sent = 0;
  let failed = 0;
  const started = performance.now();
  const end = started + seconds * 1_000;
  async function ask(dueMs: number): Promise<void> {
    const number = (sent += 1);
    const path = number % CALLS_ONE_OF === 0 ? `/orders/${number}` : `/items/${number}`;
    const answer = await pool.request({ method: 'GET', path }).catch(() => undefined);
    await answer?.body.dump();
    if (answer?.statusCode === 200) latencies.push(performance.now() - dueMs);
    else failed += 1;
  }
  if (rate === null) {
    const lane = async (): Promise<void> => {
      for (let now = performance.now(); now < end; now = performance.now()) await ask(now);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  } else {
    const asked = new Set<Promise<void>>();
    for (let due = started; due < end;) {
      for (; due <= performance.now() && due < end; due += 1_000 / rate) {
        const one = ask(due).finally(() => asked.delete(one));
        asked.add(one);
      }
      await pause(TICK_MS);
    }
    await Promise.all(asked);
  }
  const passed = (performance.now() - started) / 1_000;
  await pool.close();
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { requests: sorted.length, failed, seconds: passed, p50Ms: at(0.5), p99Ms: at(0.99) };
}
