import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Part } from './parts.ts';
import { createRunFile, readRunFile, waitForLeftovers } from './run-file.ts';

const SCRIPT = join(import.meta.dirname, 'testing/part.ts');
const part = { name: 'collector', script: SCRIPT, port: 1 } as Part;
function directory(): string {
  const made = mkdtempSync(join(tmpdir(), 'nunchi-run-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

it('names the processes while they run', () => {
  const dataDir = directory();
  const file = createRunFile(dataDir);
  file.started(part, 7);
  file.ready();
  expect(readRunFile(dataDir)).toMatchObject({
    pid: process.pid,
    processes: { collector: { pid: 7, port: 1 } },
  });
  file.remove();
  expect(readRunFile(dataDir)).toBeUndefined();
});

it('waits for a process that a killed launcher left behind', async () => {
  const dataDir = directory();
  const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', SCRIPT]);
  await once(left, 'spawn');
  createRunFile(dataDir).started(part, left.pid as number);
  const waited = waitForLeftovers(dataDir, 20_000, (names) => {
    expect(names).toEqual(['collector']);
    left.kill('SIGKILL');
  });
  await waited;
  expect(left.signalCode ?? (await once(left, 'exit'))[1]).toBe('SIGKILL');
});

it.runIf(process.platform === 'linux')('takes no other program for one of ours', async () => {
  const dataDir = directory();
  createRunFile(dataDir).started({ ...part, script: '/nowhere.ts' }, process.pid);
  await waitForLeftovers(dataDir, 20_000, () => expect.fail('waited for a stranger'));
});
