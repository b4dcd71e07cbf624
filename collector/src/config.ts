import { join, resolve } from 'node:path';
import { readStoreSettings, type StoreSettings } from '@nunchi/store';
import { type Environment, LOG_LEVELS, SettingsReader } from '@nunchi/store/runtime/settings';
import { readOwnTelemetry } from '@nunchi/store/telemetry/settings';
import type { AdmissionSettings } from './http/admission.ts';
import type { IntakeSettings } from './intake.ts';

const MEBIBYTE = 1024 * 1024;

export interface CollectorConfig extends IntakeSettings, AdmissionSettings {
  readonly host: string;
  readonly port: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly journalDir: string;
  readonly maxConnections: number;
  /** How long a stop waits for the store; what is left stays in the journal. */
  readonly drainTimeoutMs: number;
  /** How often the collector stores its own metrics; 0: never. */
  readonly ownTelemetryMs: number;
  readonly store: StoreSettings;
}

/** Throws SettingsError that lists everything that is wrong. */
export function readConfig(env: Environment): CollectorConfig {
  const read = new SettingsReader(env);
  const dataDir = resolve(read.string('NUNCHI_DATA_DIR', '.nunchi'));
  const megabytes = (name: string, fallback: number) =>
    read.integer(name, fallback, { min: 1, max: 1_048_576 }) * MEBIBYTE;
  return read.finish({
    host: read.string('NUNCHI_HOST', '127.0.0.1'),
    port: read.port('NUNCHI_COLLECTOR_PORT', 4318),
    logLevel: read.oneOf('NUNCHI_LOG_LEVEL', 'info', LOG_LEVELS),
    journalDir: join(dataDir, 'collector'),
    maxBodyBytes: megabytes('NUNCHI_COLLECTOR_MAX_BODY_MB', 32),
    maxJournalBytes: megabytes('NUNCHI_COLLECTOR_MAX_JOURNAL_MB', 2_048),
    maxInFlightBytes: 256 * MEBIBYTE,
    maxConnections: 1_024,
    requestTimeoutMs: 30_000,
    flushIntervalMs: read.integer('NUNCHI_COLLECTOR_FLUSH_MS', 500, { min: 10, max: 60_000 }),
    maxSegmentRows: 50_000,
    maxSegmentBytes: 32 * MEBIBYTE,
    drainTimeoutMs: 6_000,
    ownTelemetryMs: readOwnTelemetry(read).ownTelemetryMs,
    store: readStoreSettings(read, dataDir, 'writer'),
  });
}
