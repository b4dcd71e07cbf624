import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const PROCESS = join(import.meta.dirname, 'process.ts');

/** Runs a script that has `endProcess`. */
function run(script: string) {
  const code = `import { endProcess } from ${JSON.stringify(PROCESS)}; ${script}`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', code], { timeout: 20_000 });
}

it('a process ends with the code that it is given', () => {
  expect(run('setInterval(() => {}, 1_000); endProcess(3);').status).toBe(3);
});

it('a process ends although a handler of its end fails, in a promise that nobody waits for', () => {
  const { status, signal } = run(`
    process.on('exit', () => { throw new Error('the log is gone'); });
    process.on('uncaughtException', () => {});
    setInterval(() => {}, 1_000);
    void (async () => { await null; endProcess(0); })();
  `);
  expect([status, signal]).toEqual([null, 'SIGKILL']);
});

it('a process ends although a handler of its end never returns, when its parent is gone', async () => {
  const code = `
    import { endProcess, onParentGone } from ${JSON.stringify(PROCESS)};
    process.on('exit', () => { for (;;); });
    onParentGone(() => endProcess(0));
    process.send({});
  `;
  const child = fork('', {
    execArgv: ['--input-type=module', '--eval', code],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await once(child, 'message');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
});
