import { readStoreSettings } from '@nunchi/store';
import { type Environment, LOG_LEVELS, SettingsReader } from '@nunchi/store/runtime/settings';
import { readOwnTelemetry } from '@nunchi/store/telemetry/settings';
import { join, resolve } from 'node:path';

const BUILT_UI = join(import.meta.dirname, '../../web/dist');

export type Config = ReturnType<typeof readConfig>;

/** The settings of the query API; throws one error that lists everything that is wrong. */
export function readConfig(env: Environment) {
  const read = new SettingsReader(env);
  const dataDir = resolve(read.string('NUNCHI_DATA_DIR', '.nunchi'));
  return read.finish({
    host: read.string('NUNCHI_HOST', '127.0.0.1'),
    port: read.port('NUNCHI_QUERY_PORT', 4300),
    otlpPort: read.port('NUNCHI_COLLECTOR_PORT', 4318),
    opampPort: read.port('NUNCHI_CONTROL_PORT', 4320),
    logLevel: read.oneOf('NUNCHI_LOG_LEVEL', 'info', LOG_LEVELS),
    webDir: resolve(read.string('NUNCHI_WEB_DIR', BUILT_UI)),
    ...readOwnTelemetry(read),
    store: readStoreSettings(read, dataDir, 'reader'),
    documents: readStoreSettings(read, dataDir, 'editor'),
  });
}
