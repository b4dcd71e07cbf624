// `node --import @nunchi/agent app.js`, or `--require`: importing this starts the agent. Worker
// threads inherit the option; they are left alone, since they belong to the same instance.
import { isMainThread } from 'node:worker_threads';
import { start } from './start.ts';

const STARTED = Symbol.for('nunchi.agent.started');

if (isMainThread && !Reflect.has(globalThis, STARTED)) {
  Reflect.set(globalThis, STARTED, true);
  start();
}
