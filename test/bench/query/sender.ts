// A process that sends spans at a steady rate, until it is told to stop. It has the lowest priority:
// senders are elsewhere, and what they do is not taken from the stack.
import { constants, setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { Template } from '../soak/template.ts';

export interface SendTask {
  readonly url: string;
  readonly spansPerSecond: number;
}

export interface SentSpans {
  readonly spans: number;
  readonly seconds: number;
}

const TEMPLATES = 20;
const CONNECTIONS = 4;

setPriority(constants.priority.PRIORITY_LOW);
let stopping = false;
process.on('message', (message: SendTask | { stop: true }) => {
  if ('stop' in message) stopping = true;
  else void send(message);
});
process.send?.({ ready: true });

async function send({ url, spansPerSecond }: SendTask): Promise<void> {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const maker = Template.maker('traces');
  const templates = Array.from({ length: TEMPLATES }, () => ({
    template: new Template('traces', maker),
    madeAt: performance.now(),
  }));
  const started = performance.now();
  let spans = 0;
  let turn = 0;
  const lane = async (): Promise<void> => {
    while (!stopping) {
      const one = templates[turn++ % TEMPLATES] as (typeof templates)[number];
      const due = started + (spans / spansPerSecond) * 1_000;
      spans += one.template.records;
      await pause(Math.max(0, due - performance.now()));
      const now = performance.now();
      const body = one.template.renew(BigInt(Math.round((now - one.madeAt) * 1e6)));
      one.madeAt = now;
      await post(pool, body);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  await pool.close();
  process.send?.({ sent: { spans, seconds: (performance.now() - started) / 1_000 } });
}

async function post(pool: Pool, body: Buffer): Promise<void> {
  for (;;) {
    const answer = await pool.request({
      method: 'POST',
      path: '/v1/traces',
      headers: { 'content-type': 'application/x-protobuf' },
      body,
    });
    await answer.body.dump();
    if (answer.statusCode === 200) return;
    if (answer.statusCode !== 503) throw new Error(`the collector answered ${answer.statusCode}`);
    await pause(Number(answer.headers['retry-after'] ?? 1) * 1_000);
  }
}
