import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partsOf } from '../../deploy/parts.ts';
import { readLauncherSettings } from '../../deploy/settings.ts';
import { connectStore, embeddedSettings, type Store } from '../../store/client.ts';
import { readCredentials } from '../../store/embedded/credentials.ts';
import { freePort } from '../../store/testing/engine.ts';
import { PartUnderTest } from './part.ts';
import { until } from './wait.ts';

/** A ClickHouse that runs, a collector that each scenario starts, and the store to look into. */
export interface Rig {
  readonly dataDir: string;
  readonly journalDir: string;
  readonly clickhousePort: number;
  readonly collectorUrl: string;
  readonly engine: PartUnderTest;
  readonly collector: PartUnderTest;
  readonly store: Store;
  /** Sum of all lines of a metric of the collector. */
  metric(name: string): Promise<number>;
  /** Resolves when everything that the collector has taken is in the store. */
  drained(limitMs?: number): Promise<void>;
  close(): Promise<void>;
}

const DRAIN_LIMIT_MS = 90_000;

/** Settings of the person who runs the tests do not reach the processes under test. */
const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(NUNCHI_|CLICKHOUSE_|npm_)/.test(name)),
  );

export async function createRig(): Promise<Rig> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nunchi-faults-'));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', remove);
  const [collectorPort, clickhousePort] = await Promise.all([freePort(), freePort()]);
  const env = {
    ...inherited(),
    NODE_COMPILE_CACHE: join(dataDir, 'compile-cache'),
    NUNCHI_DATA_DIR: dataDir,
    NUNCHI_COLLECTOR_PORT: String(collectorPort),
    NUNCHI_CLICKHOUSE_PORT: String(clickhousePort),
  };
  const parts = partsOf(readLauncherSettings(env, [])).flat();
  const part = (name: string): PartUnderTest => {
    const found = parts.find((one) => one.name === name);
    if (!found) throw new Error(`the launcher starts no ${name}`);
    return new PartUnderTest(found, env);
  };
  const engine = part('clickhouse');
  const collector = part('collector');
  await engine.start();
  const store = connectStore(
    embeddedSettings(clickhousePort, 'writer', readCredentials(dataDir)),
    'nunchi-faults',
  );

  const collectorUrl = `http://127.0.0.1:${collectorPort}`;
  const metric = async (name: string): Promise<number> => {
    const answer = await fetch(`${collectorUrl}/metrics`, { signal: AbortSignal.timeout(5_000) });
    const text = await answer.text();
    const lines = text.matchAll(new RegExp(`^nunchi_collector_${name}(?:\\{.*\\})? (\\S+)$`, 'gm'));
    return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
  };
  return {
    dataDir,
    journalDir: join(dataDir, 'collector'),
    clickhousePort,
    collectorUrl,
    engine,
    collector,
    store,
    metric,
    drained: (limitMs = DRAIN_LIMIT_MS) =>
      until('the journal is in the store', async () => (await metric('journal_bytes')) === 0, {
        limitMs,
      }),
    async close() {
      await store.close();
      await Promise.all([collector.kill(), engine.kill()]);
      process.off('exit', remove);
      remove();
    },
  };
}
