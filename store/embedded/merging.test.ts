import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connectStore, embeddedSettings } from '../client.ts';
import { freePort, startEngineProcess } from '../testing/engine.ts';
import { readCredentials } from './credentials.ts';
import { mayRaisePriority, nextGivesWay } from './merging.ts';

it.each([
  { givesWay: true, parts: 59, next: true },
  { givesWay: true, parts: 60, next: false },
  { givesWay: false, parts: 31, next: false },
  { givesWay: false, parts: 30, next: true },
])('gives way: $givesWay; with $parts parts it goes on with $next', (each) => {
  expect(nextGivesWay(each.givesWay, each.parts)).toBe(each.next);
});

it.runIf(mayRaisePriority())(
  'the threads of an engine that merge give way, and no others',
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'nunchi-merging-'));
    const port = await freePort();
    const engine = await startEngineProcess(dataDir, port);
    const settings = embeddedSettings(port, 'writer', readCredentials(dataDir));
    const store = connectStore({ ...settings, database: 'default' }, 'test');
    onTestFinished(async () => {
      await store.close();
      await engine.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
    // There are no such threads before there is a table whose parts can be merged.
    await store.command('CREATE DATABASE nunchi');
    await store.command('CREATE TABLE nunchi.merged (a UInt8) ENGINE = MergeTree ORDER BY a');
    const own = getPriority();
    const gaveWay = () =>
      niceOfThreads(engine.pid).flatMap(({ name, nice }) => (nice === own + 10 ? [name] : []));
    await expect.poll(gaveWay, { timeout: 20_000 }).not.toEqual([]);
    for (const { name, nice } of niceOfThreads(engine.pid)) {
      if (name === 'MergeMutate') expect(nice).toBe(own + 10);
      else expect(nice, name).toBeLessThanOrEqual(own);
    }
  },
  30_000,
);

/** proc(5): the name may hold spaces; after it, the seventeenth field is the nice value. */
function niceOfThreads(pid: number): { name: string | undefined; nice: number }[] {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).map((thread) => {
    const stat = readFileSync(join(tasks, thread, 'stat'), 'utf8');
    const [, name, fields = ''] = /\((.*)\) (.*)/s.exec(stat) ?? [];
    return { name, nice: Number(fields.split(' ')[16]) };
  });
}
