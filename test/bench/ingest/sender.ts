// A process that prepares requests and sends them, so that neither is counted as the collector's.
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { type Case, headersOf, makeBodies } from './bodies.ts';

/** What to do next; the answer has the same name. */
export type Task =
  | { readonly prepare: Case; readonly records: number; readonly startMs: number }
  | { readonly send: string; readonly connections: number; readonly perSecond?: number };

export interface Prepared {
  readonly prepare: { readonly requests: number; readonly records: number; readonly bytes: number };
}

export interface Sent {
  readonly send: {
    readonly seconds: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
    /** Requests that were answered 503 and sent again. */
    readonly refused: number;
  };
}

let prepared: { readonly one: Case; readonly bodies: Buffer[] } | undefined;

process.on('message', (task: Task) => void work(task));
process.send?.({ ready: true });

async function work(task: Task): Promise<void> {
  if ('prepare' in task) {
    const bodies = makeBodies(task.prepare, task.records, task.startMs);
    prepared = { one: task.prepare, bodies };
    const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
    const requests = bodies.length;
    process.send?.({ prepare: { requests, records: requests * task.prepare.size, bytes } });
  } else {
    process.send?.({ send: await send(task) });
  }
}

/** Sends all; with a rate, each at its own time, so that a slow answer delays no later request. */
async function send(task: Extract<Task, { send: string }>): Promise<Sent['send']> {
  if (!prepared) throw new Error('nothing is prepared');
  const { one, bodies } = prepared;
  prepared = undefined; // the same once more would be a repetition
  const pool = new Pool(task.send, { connections: task.connections, pipelining: 1 });
  const headers = headersOf(one);
  const path = `/v1/${one.signal}`;
  const latencies: number[] = [];
  let refused = 0;

  const sendOne = async (body: Buffer, from: number): Promise<void> => {
    for (;;) {
      const {
        statusCode,
        headers: answered,
        body: answer,
      } = await pool.request({
        method: 'POST',
        path,
        headers,
        body,
      });
      await answer.dump();
      if (statusCode === 200) break;
      if (statusCode !== 503) throw new Error(`the collector answered ${statusCode}`);
      refused += 1;
      await pause(Number(answered['retry-after'] ?? 1) * 1_000);
      from = performance.now();
    }
    latencies.push(performance.now() - from);
  };

  const started = performance.now();
  if (task.perSecond === undefined) {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < bodies.length) await sendOne(bodies[next++] as Buffer, performance.now());
    };
    await Promise.all(Array.from({ length: task.connections }, lane));
  } else {
    const everyMs = 1_000 / task.perSecond;
    await Promise.all(
      bodies.map(async (body, index) => {
        const due = started + index * everyMs;
        await pause(Math.max(0, due - performance.now()));
        await sendOne(body, Math.max(due, performance.now()));
      }),
    );
  }
  const seconds = (performance.now() - started) / 1_000;
  await pool.close();
  latencies.sort((a, b) => a - b);
  const quantile = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? 0;
  return { seconds, p50Ms: quantile(0.5), p99Ms: quantile(0.99), refused };
}
