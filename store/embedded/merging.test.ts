import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connectStore, embeddedSettings } from '../client.ts';
import { freePort, startEngineProcess } from '../testing/engine.ts';
import { readCredentials } from './credentials.ts';
import { mayRaisePriority, nextNice } from './merging.ts';

it.each([
  { nice: 10, parts: 59, next: 10 },
  { nice: 10, parts: 60, next: 0 },
  { nice: 0, parts: 31, next: 0 },
  { nice: 0, parts: 30, next: 10 },
])('merging with nice $nice and $parts parts goes on with nice $next', ({ nice, parts, next }) => {
  expect(nextNice(nice, parts)).toBe(next);
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
    const gaveWay = () =>
      niceOfThreads(engine.pid).flatMap(({ name, nice }) => (nice === 10 ? [name] : []));
    await expect.poll(gaveWay, { timeout: 20_000 }).not.toEqual([]);
    for (const { name, nice } of niceOfThreads(engine.pid)) {
      if (name === 'MergeMutate') expect(nice).toBe(10);
      else expect(nice, name).toBeLessThanOrEqual(0);
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
