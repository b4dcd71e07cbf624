import { join, resolve } from 'node:path';
import { type Environment, LOG_LEVELS, SettingsReader } from '@nunchi/store/runtime/settings';
import { readShopSettings, type ShopSettings } from './shop.ts';

export const ROOT = join(import.meta.dirname, '..');

export interface LauncherSettings {
  readonly host: string;
  readonly dataDir: string;
  readonly collectorPort: number;
  readonly queryPort: number;
  readonly controlPort: number;
  readonly clickhousePort: number;
  /** A ClickHouse server to use; undefined: the embedded one is started. */
  readonly clickhouseUrl: URL | undefined;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Services start anew when their sources change, and Vite serves the UI. */
  readonly development: boolean;
  /** The shop of the demo; undefined: it is not started. */
  readonly shop: ShopSettings | undefined;
}

const OPTIONS = new Set(['--demo', '--dev', '--insecure']);

/**
 * Reads what the launcher itself needs from the environment and the command line. Each process
 * reads its own settings again, so what is wrong in those is told by that process.
 */
export function readLauncherSettings(
  env: Environment,
  args: readonly string[],
): Readonly<LauncherSettings> {
  const read = new SettingsReader(env);
  const settings = {
    host: read.string('NUNCHI_HOST', '127.0.0.1'),
    dataDir: resolve(read.string('NUNCHI_DATA_DIR', join(ROOT, '.nunchi'))),
    collectorPort: read.port('NUNCHI_COLLECTOR_PORT', 4318),
    queryPort: read.port('NUNCHI_QUERY_PORT', 4300),
    controlPort: read.port('NUNCHI_CONTROL_PORT', 4320),
    clickhousePort: read.port('NUNCHI_CLICKHOUSE_PORT', 4323),
    clickhouseUrl: read.httpUrl('CLICKHOUSE_URL'),
    logLevel: read.oneOf('NUNCHI_LOG_LEVEL', 'info', LOG_LEVELS),
    development: args.includes('--dev'),
    shop: args.includes('--demo') ? readShop(env, read.problems) : undefined,
  };
  for (const arg of args) {
    if (!OPTIONS.has(arg)) {
      read.problems.push(`${arg} is not an option; there are ${[...OPTIONS].join(', ')}`);
    }
  }
  if (!isLoopback(settings.host) && !args.includes('--insecure')) {
    read.problems.push(
      `NUNCHI_HOST=${settings.host} opens Nunchi to the network without authentication; if that is meant: npm run up -- --insecure`,
    );
  }
  return read.finish(settings);
}

function readShop(env: Environment, problems: string[]): ShopSettings | undefined {
  try {
    return readShopSettings(env);
  } catch (error) {
    problems.push((error as Error).message);
    return undefined;
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The address that this machine itself uses to reach a process bound to `host`. */
export function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
