import { join } from 'node:path';
import { COLLECTOR_MALLOC, COLLECTOR_OPTIONS, MODEST } from './memory.ts';
import { localUrl, type LauncherSettings, ROOT } from './settings.ts';
import { shopDatabaseOf, shopPartsOf } from './shop.ts';
import type { Backoff } from './supervise.ts';

/** One process of the stack. */
export interface Part {
  readonly name: string;
  readonly script: string;
  readonly port: number;
  /** How long it may take to stop in order before it is killed. */
  readonly stopLimitMs: number;
  /** Answers 200 at `/readyz` when it can do its job; without it, its own word is enough. */
  readonly url?: string;
  /** It is not ours, or a user's: what it says goes to its log file alone. */
  readonly noisy?: boolean;
  /** Options of Node, before the script. */
  readonly nodeOptions?: readonly string[];
  /** Settings over those of the launcher's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long it stays away after a crash, where that is not as for the others. */
  readonly backoff?: Backoff;
  /** Folders of its sources, watched in development. */
  readonly sources: readonly string[];
}

/** The processes in the order in which they start; those of one step start side by side. */
export function partsOf(settings: LauncherSettings): readonly (readonly Part[])[] {
  const { host, collectorPort, queryPort, controlPort } = settings;
  const engine: Part = {
    name: 'clickhouse',
    script: join(ROOT, 'store/embedded/main.ts'),
    port: settings.clickhousePort,
    stopLimitMs: 10_000,
    noisy: true,
    sources: [],
  };
  const collector: Part = {
    name: 'collector',
    script: join(ROOT, 'collector/src/server.ts'),
    port: collectorPort,
    stopLimitMs: 10_000,
    nodeOptions: COLLECTOR_OPTIONS,
    env: COLLECTOR_MALLOC,
    url: localUrl(host, collectorPort),
    sources: ['collector/src', 'store'],
  };
  const queryApi: Part = {
    name: 'query-api',
    script: join(ROOT, 'query-api/src/server.ts'),
    port: queryPort,
    stopLimitMs: 5_000,
    nodeOptions: MODEST,
    url: localUrl(host, queryPort),
    sources: ['query-api/src', 'store'],
  };
  const controlLoop: Part = {
    name: 'control-loop',
    script: join(ROOT, 'control-loop/src/server.ts'),
    port: controlPort,
    stopLimitMs: 5_000,
    nodeOptions: MODEST,
    url: localUrl(host, controlPort),
    sources: ['control-loop/src', 'store'],
  };
  // Stopping goes the other way: the visitors of the shop first, ClickHouse last.
  const services = [collector, queryApi, controlLoop];
  const stack = settings.clickhouseUrl ? [services] : [[engine], services];
  if (!settings.shop) return stack;
  const [first = [], ...others] = stack;
  const addresses = {
    collectorUrl: localUrl(host, collectorPort),
    controlUrl: localUrl(host, controlPort),
  };
  return [
    [...first, shopDatabaseOf(settings.shop)],
    ...others,
    ...shopPartsOf(settings.shop, addresses),
  ];
}
