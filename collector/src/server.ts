import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { connectStore, migrate, type Store, StoreUnavailableError } from '@nunchi/store';
import { ensureWritableDirectory } from '@nunchi/store/runtime/directory';
import { listen } from '@nunchi/store/runtime/listen';
import { lockDirectory } from '@nunchi/store/runtime/lock';
import {
  endProcess,
  onParentGone,
  onStopSignal,
  startProcess,
  tellReady,
} from '@nunchi/store/runtime/process';
import { type Logger, pino } from 'pino';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';

const MIGRATE_AGAIN_MS = 1_000;

/**
 * Brings the store's tables up to date. Where a collector ran before, that can wait for a store
 * that is away: requests are taken into the journal meanwhile. At the very first start it is more
 * likely that a setting is wrong.
 */
async function migrateWhenThere(store: Store, log: Logger, mayWait: boolean): Promise<void> {
  try {
    const applied = await migrate(store);
    for (const { version, name } of applied) log.info({ version, name }, 'migration applied');
  } catch (error) {
    if (!mayWait || !(error instanceof StoreUnavailableError)) throw error;
    log.warn(
      { err: error },
      'the store is away; requests are kept in the journal until it is back',
    );
    const again = () =>
      migrateWhenThere(store, log, true).catch((failure: Error) => fail(failure, log));
    setTimeout(() => void again(), MIGRATE_AGAIN_MS).unref();
  }
}

/** The journal of an earlier process is there, empty or not. */
const hasRunBefore = (journalDir: string): boolean => existsSync(join(journalDir, 'recent'));

function fail(error: Error, log: Logger): void {
  log.fatal({ err: error }, 'the tables of the store cannot be brought up to date');
  endProcess(1);
}

await startProcess('collector', async () => {
  const config = readConfig(process.env);
  const log = pino({ name: 'collector', level: config.logLevel });
  ensureWritableDirectory(config.journalDir);
  lockDirectory(config.journalDir, 'nunchi collector');

  const store = connectStore(config.store, 'nunchi-collector');
  await migrateWhenThere(store, log, hasRunBefore(config.journalDir));

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
    endProcess(0);
  };
  onStopSignal(() => void stop());
  onParentGone(() => void stop());
  tellReady();
});
