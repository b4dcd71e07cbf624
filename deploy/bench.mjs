// `npm run bench <name>`: prepares the clone, then runs test/bench/<name>/main.ts; what follows
// `--` goes to it.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { orExplain, prepare, ROOT } from './prepare.mjs';

const BENCHES = join(ROOT, 'test/bench');

await orExplain(async () => {
  const [name = '', ...rest] = process.argv.slice(2);
  const main = join(BENCHES, name, 'main.ts');
  if (name === '' || !existsSync(main)) {
    const known = readdirSync(BENCHES).filter((one) => existsSync(join(BENCHES, one, 'main.ts')));
    console.error(`npm run bench <name>: the benches are ${known.join(', ')}`);
    process.exit(2);
  }
  const node = await prepare();
  const bench = spawn(node, [main, ...rest], { cwd: ROOT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bench.kill(signal));
  bench.once('exit', (code) => process.exit(code ?? 1));
});
