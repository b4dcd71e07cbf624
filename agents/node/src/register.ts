// `node --import @nunchi/agent app.js`, or `--require`: importing this starts the agent. Worker
// threads inherit the option; they are left alone, since they belong to the same instance.
import { isMainThread } from 'node:worker_threads';
import { start, stepBack } from './start.ts';
import { VERSION } from './version.ts';

const STARTED = Symbol.for('nunchi.agent.started');

if (isMainThread) {
  const me = `${VERSION} in ${import.meta.url}`;
  const first: unknown = Reflect.get(globalThis, STARTED);
  if (first === undefined) {
    Reflect.set(globalThis, STARTED, me);
    start();
  } else {
    stepBack(`this copy (${me}) steps back: another was loaded first (${String(first)})`);
  }
}
