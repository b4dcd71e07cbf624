import { connectStore, migrate } from '@nunchi/store';
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

/** What is under way when the process is told to stop gets this long. */
const STOP_TIMEOUT_MS = 4_000;

await startProcess('control-loop', async () => {
  const config = readConfig(process.env);
  const logger = pino({ name: 'control-loop', level: config.logLevel });
  const store = connectStore(config.store, 'nunchi-control-loop');
  await migrate(store);

  const { ownTelemetryMs } = config;
  const loop = await buildApp(config, { store, logger, ownTelemetryMs });
  const { host, port } = config;
  const address = await listen(loop.app, { host, port, portSetting: 'NUNCHI_CONTROL_PORT' });
  logger.info({ address }, 'control loop ready');

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const began = performance.now();
    setTimeout(() => endProcess(1), STOP_TIMEOUT_MS).unref();
    await loop.close();
    await store.close();
    logger.info({ durationMs: Math.round(performance.now() - began) }, 'control loop stopped');
    endProcess(0);
  };
  onStopSignal(() => void stop());
  onParentGone(() => void stop());
  tellReady();
});
