// `node --import @nunchi/agent app.js`, or `--require`: importing this starts the agent. Other
// threads inherit the option; they are left alone, and load nothing of it: they belong to the same
// instance, and one that waits for Node's hooks on modules would wait for ever.
import * as nodeModule from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { VERSION } from './version.ts';

const STARTED = Symbol.for('nunchi.agent.started');

/** Synchronous hooks came with Node 22.15; what is loaded here takes them for granted. */
if (isMainThread && 'registerHooks' in nodeModule) begin();
else if (isMainThread) {
  process.stderr.write(
    `nunchi agent: it needs Node 22.15 or later and this is ${process.version}; the application runs without it\n`,
  );
}

function begin(): void {
  // Not awaited: the application must not begin before.
  const require = nodeModule.createRequire(import.meta.url);
  const file = import.meta.url.endsWith('.ts') ? './start.ts' : './start.js';
  const { start, stepBack }: typeof import('./start.ts') = require(file);
  const me = `${VERSION} in ${import.meta.url}`;
  const first: unknown = Reflect.get(globalThis, STARTED);
  if (first !== undefined) {
    stepBack(`this copy (${me}) steps back: another was loaded first (${String(first)})`);
    return;
  }
  Reflect.set(globalThis, STARTED, me);
  start();
}
