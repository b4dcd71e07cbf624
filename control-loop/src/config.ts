import { resolve } from 'node:path';
import { durationMs } from '@nunchi/store/alarms/rule';
import { readStoreSettings } from '@nunchi/store';
import { type Environment, LOG_LEVELS, SettingsReader } from '@nunchi/store/runtime/settings';
import { readOwnTelemetry } from '@nunchi/store/telemetry/settings';
import { parseRanges } from './notify/address.ts';

export type Config = ReturnType<typeof readConfig>;

const LONGEST_INTERVAL_MS = 600_000;

/** The settings of the control loop; throws one error that lists everything that is wrong. */
export function readConfig(env: Environment) {
  const read = new SettingsReader(env);
  const dataDir = resolve(read.string('NUNCHI_DATA_DIR', '.nunchi'));
  const rulesDir = read.optional('NUNCHI_RULES_DIR');
  return read.finish({
    host: read.string('NUNCHI_HOST', '127.0.0.1'),
    port: read.port('NUNCHI_CONTROL_PORT', 4320),
    logLevel: read.oneOf('NUNCHI_LOG_LEVEL', 'info', LOG_LEVELS),
    /** YAML rules; undefined: there are none. */
    rulesDir: rulesDir === undefined ? undefined : resolve(rulesDir),
    evaluationIntervalMs: interval(read, 'NUNCHI_EVALUATION_INTERVAL', '15s'),
    /** Rules look at the time until this long ago, so that late data is there. */
    evaluationDelayMs: 5_000,
    /** Addresses in private ranges that webhooks may reach. */
    webhookAllow: ranges(read, 'NUNCHI_WEBHOOK_ALLOW'),
    ...readOwnTelemetry(read),
    store: readStoreSettings(read, dataDir, 'writer'),
  });
}

function ranges(read: SettingsReader, name: string) {
  const texts = (read.optional(name) ?? '').split(',').map((range) => range.trim());
  const parsed = parseRanges(texts.filter((range) => range !== ''));
  read.problems.push(...parsed.problems.map((problem) => `${name}: ${problem}`));
  return parsed.ranges;
}

function interval(read: SettingsReader, name: string, fallback: string): number {
  const text = read.string(name, fallback);
  const ms = durationMs(text);
  if (ms >= 1_000 && ms <= LONGEST_INTERVAL_MS) return ms;
  read.problems.push(`${name}=${text} is not a duration between 1s and 10m, such as 15s`);
  return durationMs(fallback);
}
