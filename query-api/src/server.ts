import { connectStore } from '@nunchi/store';
import { listen } from '@nunchi/store/runtime/listen';
import {
  endProcess,
  onParentGone,
  onStopSignal,
  startProcess,
  tellReady,
} from '@nunchi/store/runtime/process';
import { pino } from 'pino';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';

// Requests that are under way when the process is told to stop get this long.
const STOP_TIMEOUT_MS = 4_000;

await startProcess('query-api', async () => {
  const config = readConfig(process.env);
  const logger = pino({ name: 'query-api', level: config.logLevel });
  const store = connectStore(config.store, 'nunchi-query-api');
  const documents = connectStore(config.documents, 'nunchi-query-api');
  const app = await buildApp(config, { store, documents, logger });
  const { host, port } = config;
  const address = await listen(app, { host, port, portSetting: 'NUNCHI_QUERY_PORT' });

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const began = Date.now();
    setTimeout(() => endProcess(1), STOP_TIMEOUT_MS).unref();
    await app.close();
    await Promise.all([store.close(), documents.close()]);
    logger.info({ durationMs: Date.now() - began }, 'stopped');
    endProcess(0);
  };
  onStopSignal(() => void stop());
  onParentGone(() => void stop());

  logger.info({ address, store: config.store.url.origin }, 'ready');
  tellReady();
});
