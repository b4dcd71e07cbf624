import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort, startEngineProcess } from './engine.ts';

/** One embedded ClickHouse for a whole test run; each test file makes a database of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nunchi-test-'));
  const port = await freePort();
  const engine = await startEngineProcess(dataDir, port);
  project.provide('store', { dataDir, port });
  return async () => {
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    store: { dataDir: string; port: number };
  }
}
