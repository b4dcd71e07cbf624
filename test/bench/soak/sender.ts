// A process that sends all three signals as fast as they are taken, until it is told to stop.
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { Template } from './template.ts';

export interface SoakTask {
  readonly url: string;
  readonly connections: number;
}

/** What was acknowledged so far. */
export interface Progress {
  readonly records: { traces: number; logs: number; metrics: number };
  readonly refused: number;
}

/** Signals in the order in which a connection sends them. */
const MIX = ['traces', 'logs', 'traces', 'metrics', 'traces', 'logs'] as const;
const TEMPLATES_OF_EACH = 4;

const records = { traces: 0, logs: 0, metrics: 0 };
let refused = 0;
let stopping = false;

process.on('message', (message: SoakTask | { stop: true }) => {
  if ('stop' in message) stopping = true;
  else void soak(message);
});
process.send?.({ ready: true });

async function soak({ url, connections }: SoakTask): Promise<void> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const timer = setInterval(() => process.send?.({ progress: progress() }), 1_000);
  await Promise.all(Array.from({ length: connections }, () => lane(pool)));
  clearInterval(timer);
  await pool.close();
  process.send?.({ stopped: progress() });
}

const progress = (): Progress => ({ records: { ...records }, refused });

async function lane(pool: Pool): Promise<void> {
  const templates = MIX.flatMap((signal) =>
    Array.from({ length: TEMPLATES_OF_EACH }, () => new Template(signal)),
  );
  let sentAt = performance.now();
  for (let turn = 0; !stopping; turn++) {
    const template = templates[turn % templates.length] as Template;
    const now = performance.now();
    const body = template.renew(BigInt(Math.round((now - sentAt) * templates.length * 1e6)));
    sentAt = now;
    await sendOne(pool, template, body);
    records[template.signal] += template.records;
  }
}

async function sendOne(pool: Pool, { signal }: Template, body: Buffer): Promise<void> {
  for (;;) {
    const answer = await pool.request({
      method: 'POST',
      path: `/v1/${signal}`,
      headers: { 'content-type': 'application/x-protobuf' },
      body,
    });
    await answer.body.dump();
    if (answer.statusCode === 200) return;
    if (answer.statusCode !== 503) throw new Error(`the collector answered ${answer.statusCode}`);
    refused += 1;
    await pause(Number(answer.headers['retry-after'] ?? 1) * 1_000);
  }
}
