import { join, resolve } from 'node:path';
import { readStoreSettings, type StoreSettings } from '@nunchi/store';
import { type Environment, LOG_LEVELS, SettingsReader } from '@nunchi/store/runtime/settings';
import { readOwnTelemetry } from '@nunchi/store/telemetry/settings';
import type { AdmissionSettings } from './http/admission.ts';
import type { RouteSettings } from './http/routes.ts';
import type { HttpSettings } from './http/server.ts';
import type { IntakeSettings } from './intake.ts';

const MEBIBYTE = 1024 * 1024;

export interface CollectorConfig
  extends IntakeSettings, AdmissionSettings, HttpSettings, RouteSettings {
  readonly host: string;
  readonly port: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly journalDir: string;
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
  const maxBodyBytes = megabytes('NUNCHI_COLLECTOR_MAX_BODY_MB', 32);
  return read.finish({
    host: read.string('NUNCHI_HOST', '127.0.0.1'),
    port: read.port('NUNCHI_COLLECTOR_PORT', 4318),
    logLevel: read.oneOf('NUNCHI_LOG_LEVEL', 'info', LOG_LEVELS),
    journalDir: join(dataDir, 'collector'),
    maxBodyBytes,
    maxJournalBytes: megabytes('NUNCHI_COLLECTOR_MAX_JOURNAL_MB', 2_048),
    maxInFlightBytes: Math.max(64 * MEBIBYTE, 2 * maxBodyBytes),
    maxInFlightRequests: 512,
    maxConnections: 1_024,
    maxPipelined: 16,
    maxHeaderBytes: 16 * 1_024,
    headersTimeoutMs: 10_000,
    requestTimeoutMs: 30_000,
    keepAliveTimeoutMs: 75_000,
    slowAfterMs: 1_000,
    lingerMs: 1_000,
    sliceMs: 3,
    maxWaitMs: 4,
    burstMs: 200,
    flushIntervalMs: read.integer('NUNCHI_COLLECTOR_FLUSH_MS', 500, { min: 10, max: 60_000 }),
    maxSeriesPerService: read.integer('NUNCHI_COLLECTOR_MAX_SERIES', 100_000, {
      min: 1,
      max: 1_000_000,
    }),
    maxSegmentRows: 100_000,
    maxSegmentBytes: 64 * MEBIBYTE,
    drainTimeoutMs: 6_000,
    ownTelemetryMs: readOwnTelemetry(read).ownTelemetryMs,
    store: readStoreSettings(read, dataDir, 'writer'),
  });
}
