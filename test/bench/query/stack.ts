import { connectStore, embeddedSettings, type Store } from '../../../store/client.ts';
import { readCredentials } from '../../../store/embedded/credentials.ts';
import { migrate } from '../../../store/migrations/migrate.ts';
import { freePort } from '../../../store/testing/engine.ts';
import { COLLECTOR_MALLOC, COLLECTOR_OPTIONS } from '../../../deploy/memory.ts';
import { type Measured, spawn } from '../ingest/processes.ts';

/** An engine and a query API on ports of their own, and what else is wanted for a while. */
export interface QueryStack {
  readonly engine: Measured;
  readonly api: Measured;
  /** As who may do everything. */
  readonly store: Store;
  /** As the query API's user, who only reads. */
  readonly reader: Store;
  readonly apiUrl: string;
  startCollector(): Promise<{ readonly process: Measured; readonly url: string }>;
  stop(): Promise<void>;
}

export async function startQueryStack(dataDir: string): Promise<QueryStack> {
  const clickhousePort = await freePort();
  const [apiPort, collectorPort] = [await freePort(), await freePort()];
  const env = {
    NUNCHI_DATA_DIR: dataDir,
    NUNCHI_CLICKHOUSE_PORT: String(clickhousePort),
    NUNCHI_QUERY_PORT: String(apiPort),
    NUNCHI_COLLECTOR_PORT: String(collectorPort),
    NUNCHI_LOG_LEVEL: 'error',
    NUNCHI_SELF_TELEMETRY_SECONDS: '0',
  };
  const engine = await spawn({ script: 'store/embedded/main.ts', env });
  const connect = (role: 'writer' | 'reader') =>
    connectStore(embeddedSettings(clickhousePort, role, readCredentials(dataDir)), 'nunchi-bench');
  const [store, reader] = [connect('writer'), connect('reader')];
  await migrate(store);
  const api = await spawn({ script: 'query-api/src/server.ts', env });
  return {
    engine,
    api,
    store,
    reader,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    startCollector: async () => ({
      process: await spawn({
        script: 'collector/src/server.ts',
        env: { ...env, ...COLLECTOR_MALLOC },
        nodeOptions: COLLECTOR_OPTIONS,
      }),
      url: `http://127.0.0.1:${collectorPort}`,
    }),
    async stop() {
      await api.stop();
      await Promise.all([store.close(), reader.close()]);
      await engine.stop();
    },
  };
}
