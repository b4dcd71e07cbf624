import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@nunchi/store';
import { createTestStore } from '@nunchi/store/testing';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { buildApp, type Collector } from '../app.ts';
import { readConfig } from '../config.ts';
import type { Signal } from '../otlp/batch.ts';
import { jsonToProtobuf } from '../otlp/json/to-protobuf.ts';

export type Insert = Pick<Store, 'insertNative'>;
export const JSON_TYPE = 'application/json';
export const PROTOBUF = 'application/x-protobuf';

/** Collectors over a store and a data directory of the test's own. */
export function useCollectors() {
  const open: Collector[] = [];
  const own = { store: undefined as unknown as Store, directory: '' };
  beforeAll(async () => {
    own.store = await createTestStore();
  });
  afterAll(() => own.store.close());
  beforeEach(async () => {
    await own.store.command('TRUNCATE TABLE spans');
    own.directory = mkdtempSync(join(tmpdir(), 'nunchi-collector-'));
  });
  afterEach(async () => {
    for (const collector of open.splice(0)) await collector.close();
    rmSync(own.directory, { recursive: true, force: true });
  });
  return {
    get store(): Store {
      return own.store;
    },
    get directory(): string {
      return own.directory;
    },
    async start(
      settings: object = {},
      to: Insert = own.store,
      ownTelemetryMs = 0,
    ): Promise<Collector> {
      const { directory } = own;
      const config = {
        ...readConfig({ CLICKHOUSE_URL: 'http://127.0.0.1:1', NUNCHI_DATA_DIR: directory }),
        flushIntervalMs: 20,
        drainTimeoutMs: 20_000,
        ...settings,
      };
      const collector = await buildApp(config, {
        store: to,
        log: pino({ level: 'silent' }),
        ownTelemetryMs,
      });
      open.push(collector);
      return collector;
    },
    /** Ends a collector in order; answers how many segments are left in the journal. */
    async stop(collector: Collector): Promise<number> {
      open.splice(open.indexOf(collector), 1);
      return collector.close();
    },
    async storedSpans(): Promise<number> {
      const [row] = await own.store.rows<{ n: string }>('SELECT count() AS n FROM spans');
      return Number(row?.n);
    },
  };
}

export async function post(
  collector: Collector,
  signal: string,
  body: string | Buffer,
  headers: Record<string, string> = { 'content-type': JSON_TYPE },
) {
  return collector.app.inject({ method: 'POST', url: `/v1/${signal}`, payload: body, headers });
}

export const nano = `${BigInt(Date.UTC(2026, 10, 20)) * 1_000_000n}`;

export const spans = (...list: object[]) =>
  JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: list }] }] });

export const span = (id: number, more: object = {}) => ({
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: id.toString(16).padStart(16, '0'),
  name: `span ${id}`,
  startTimeUnixNano: nano,
  endTimeUnixNano: nano,
  ...more,
});

export const protobuf = (signal: Signal, text: string): Buffer =>
  Buffer.from(jsonToProtobuf(signal, Buffer.from(text)));
