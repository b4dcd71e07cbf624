import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Store } from '@nunchi/store';
import type { AlarmRule } from '@nunchi/store/alarms/rule';
import { type NewDocument, writeDocument } from '@nunchi/store/control/documents';
import { newestLoop } from '@nunchi/store/queries/control/loop';
import { insert } from '@nunchi/store/queries/testing/insert';
import { createTestStore } from '@nunchi/store/testing';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { buildApp, type ControlLoop } from './app.ts';
import { readConfig } from './config.ts';
import { DEFAULT_RULES } from './rules/defaults.ts';

const TIMEOUT_MS = 60_000;
const RULE: AlarmRule = {
  name: 'payment is slow',
  severity: 'critical',
  condition: {
    kind: 'threshold',
    signal: 'traces',
    query: 'service:payment',
    measure: 'latency_p95',
    by: ['service'],
    window: '10s',
    op: '>',
    value: 500,
  },
  channels: ['ops'],
};

let store: Store;
let loop: ControlLoop | undefined;
let webhook: Server;
let told: string[];

beforeEach(async () => {
  store = await createTestStore();
  told = [];
  webhook = createServer((request, reply) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { status, alerts } = JSON.parse(text) as {
        status: string;
        alerts: { labels: Record<string, string> }[];
      };
      told.push(`${status} ${alerts[0]?.labels['alertname']} ${alerts[0]?.labels['service']}`);
      reply.end();
    });
  });
  webhook.listen(0, '127.0.0.1');
  await once(webhook, 'listening');
});
afterEach(async () => {
  await loop?.close();
  webhook.close();
  webhook.closeAllConnections();
  await store.close();
});

async function start(): Promise<void> {
  const config = readConfig({
    CLICKHOUSE_URL: 'http://127.0.0.1:1',
    NUNCHI_EVALUATION_INTERVAL: '1s',
    NUNCHI_WEBHOOK_ALLOW: '127.0.0.0/8',
  });
  loop = await buildApp(config, { store, logger: pino({ level: 'silent' }) });
}

function write(kind: NewDocument['kind'], id: string, body: unknown): Promise<void> {
  const document = { kind, id, version: 1, deleted: false, author: 'ada', origin: 'api', body };
  return writeDocument(store, document as NewDocument, Date.now());
}

/** Requests to payment from `fromS` to `toS` seconds ago, ten each second. */
function requests(fromS: number, toS: number, latencyMs: number): Promise<void> {
  const now = Date.now();
  const spans = Array.from({ length: (fromS - toS) * 10 }, (_, index) => ({
    service: 'payment',
    kind: 2,
    start_time: String(BigInt(Math.round(now - fromS * 1_000 + index * 100)) * 1_000_000n),
    duration_ns: String(latencyMs * 1_000_000),
  }));
  return insert(store, 'spans', spans);
}

it('fires → tells once → is started anew → resolves → tells once', async () => {
  const { port } = webhook.address() as { port: number };
  await write('channel', 'ops', { name: 'ops', kind: 'webhook', url: `http://127.0.0.1:${port}/` });
  await write('alarm-rule', 'slow', RULE);
  await requests(14, 0, 1_500);
  await start();
  await vi.waitFor(() => expect(told).toEqual(['firing payment is slow payment']), TIMEOUT_MS);

  await loop?.close();
  await start();
  await requests(10, 0, 20);
  await vi.waitFor(
    async () => {
      // The slow ones leave the window while fast ones come.
      await requests(1, 0, 20);
      expect(told).toHaveLength(2);
    },
    { timeout: TIMEOUT_MS, interval: 1_000 },
  );
  expect(told[1]).toBe('resolved payment is slow payment');

  await vi.waitFor(async () => {
    expect(await newestLoop(store)).toMatchObject({ problems: [] });
  }, TIMEOUT_MS);
  const documents = await store.rows<{ id: string }>(
    `SELECT id FROM documents WHERE origin = 'default' ORDER BY id`,
  );
  expect(documents.map(({ id }) => id)).toEqual(Object.keys(DEFAULT_RULES).sort());
  const metrics = await loop?.app.inject({ url: '/metrics' });
  expect(metrics?.body).toMatch(/nunchi_control_alarms\{state="resolved"\} 1/);
  expect(metrics?.body).toMatch(/nunchi_control_notifications\{state="abandoned"\} 0/);
  expect(metrics?.body).toMatch(/nunchi_control_rule_evaluations_total\{outcome="ok"\} \d+/);
}, 90_000);
