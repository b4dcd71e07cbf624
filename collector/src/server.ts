import { connectStore, migrate } from '@nunchi/store';
import { ensureWritableDirectory } from '@nunchi/store/runtime/directory';
import { listen } from '@nunchi/store/runtime/listen';
import { lockDirectory } from '@nunchi/store/runtime/lock';
import { onParentGone, onStopSignal, startProcess, tellReady } from '@nunchi/store/runtime/process';
import { pino } from 'pino';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';

await startProcess('collector', async () => {
  const config = readConfig(process.env);
  const log = pino({ name: 'collector', level: config.logLevel });
  ensureWritableDirectory(config.journalDir);
  lockDirectory(config.journalDir, 'nunchi collector');

  const store = connectStore(config.store, 'nunchi-collector');
  const applied = await migrate(store);
  for (const { version, name } of applied) log.info({ version, name }, 'migration applied');

  const collector = await buildApp(config, { store, log, ownTelemetryMs: config.ownTelemetryMs });
  const { host, port } = config;
  const address = await listen(collector.app, { host, port, portSetting: 'NUNCHI_COLLECTOR_PORT' });
  log.info({ address }, 'collector ready');

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const started = performance.now();
    const left = await collector.close();
    const durationMs = Math.round(performance.now() - started);
    log.info({ durationMs, segmentsLeft: left }, 'collector stopped');
    process.exit(0);
  };
  onStopSignal(() => void stop());
  onParentGone(() => void stop());
  tellReady();
});
