// `npm run test:faults`: prepares the clone, then does harm to the collector and to ClickHouse.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { orExplain, prepare, ROOT } from './prepare.mjs';

/** The run ends by itself before that; this is for one that hangs. */
const DEADLINE_MS = 600_000;

await orExplain(async () => {
  const node = await prepare({ web: false });
  const args = [join(ROOT, 'test/faults/main.ts'), ...process.argv.slice(2)];
  const faults = spawn(node, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => faults.kill(signal));
  setTimeout(() => faults.kill('SIGKILL'), DEADLINE_MS).unref();
  process.exitCode = await new Promise((resolve, reject) => {
    faults.once('error', reject);
    faults.once('exit', (code) => resolve(code ?? 1));
  });
});
