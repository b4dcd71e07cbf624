import { join } from 'node:path';
import { localUrl, type LauncherSettings, ROOT } from './settings.ts';

/** One process of the stack. */
export interface Part {
  readonly name: string;
  readonly script: string;
  readonly port: number;
  /** How long it may take to stop in order before it is killed. */
  readonly stopLimitMs: number;
  /** Answers 200 at `/readyz` when it can do its job; without it, its own word is enough. */
  readonly url?: string;
  /** It is third-party code that writes to the terminal: what it says goes to its log file alone. */
  readonly noisy?: boolean;
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
    url: localUrl(host, collectorPort),
    sources: ['collector/src', 'store'],
  };
  const queryApi: Part = {
    name: 'query-api',
    script: join(ROOT, 'query-api/src/server.ts'),
    port: queryPort,
    stopLimitMs: 5_000,
    url: localUrl(host, queryPort),
    sources: ['query-api/src', 'store'],
  };
  const controlLoop: Part = {
    name: 'control-loop',
    script: join(ROOT, 'control-loop/src/server.ts'),
    port: controlPort,
    stopLimitMs: 5_000,
    url: localUrl(host, controlPort),
    sources: ['control-loop/src', 'store'],
  };
  // Stopping goes the other way: the control loop first, ClickHouse last.
  const services = [collector, queryApi, controlLoop];
  return settings.clickhouseUrl ? [services] : [[engine], services];
}
