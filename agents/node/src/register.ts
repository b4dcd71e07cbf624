// `node --import @nunchi/agent app.js`, or `--require`: importing this starts the agent. Other
// threads inherit the option; they are left alone, and load nothing of it: they belong to the same
// instance.
//
// Nothing is imported here, not even from Node. Node 22.15 to 22.22.2 has a thread for hooks on
// modules, which takes `--require` along and cannot require a module that imports: it would take
// the host down with it.

const STARTED = Symbol.for('nunchi.agent.started');
const nodeModule = process.getBuiltinModule?.('node:module');

/** Synchronous hooks came with Node 22.15; what is loaded here takes them for granted. */
if (nodeModule && 'registerHooks' in nodeModule) begin(nodeModule.createRequire(import.meta.url));
else {
  process.stderr.write(
    `nunchi agent: it needs Node 22.15 or later and this is ${process.version}; the application runs without it\n`,
  );
}

function begin(require: NodeJS.Require): void {
  if (!process.getBuiltinModule('node:worker_threads').isMainThread) return;
  // Not awaited: the application must not begin before.
  const file = import.meta.url.endsWith('.ts') ? './start.ts' : './start.js';
  const { start, stepBack, VERSION }: typeof import('./start.ts') = require(file);
  const me = `${VERSION} in ${import.meta.url}`;
  const first: unknown = Reflect.get(globalThis, STARTED);
  if (first !== undefined) {
    stepBack(`this copy (${me}) steps back: another was loaded first (${String(first)})`);
    return;
  }
  Reflect.set(globalThis, STARTED, me);
  start();
}
