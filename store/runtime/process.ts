import { SettingsError } from './settings.ts';

/**
 * Runs a process' start; a failure is one clear line on stderr for each problem, and exit code 1.
 * Stacks are for faults in the program: set NUNCHI_LOG_LEVEL=debug to see one.
 */
export async function startProcess(name: string, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    for (const line of describeStartError(error)) console.error(`nunchi ${name}: ${line}`);
    if (process.env['NUNCHI_LOG_LEVEL'] === 'debug') console.error(error);
    process.exit(1);
  }
}

function describeStartError(error: unknown): readonly string[] {
  if (error instanceof SettingsError) return error.problems;
  return [error instanceof Error ? error.message : String(error)];
}

export function onStopSignal(stop: () => void): void {
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/**
 * Calls `stop` when the process that started this one is gone, however it went. It is noticed by
 * the IPC channel, so nothing happens where there is none (started by hand, or by an orchestrator).
 */
export function onParentGone(stop: () => void): void {
  if (process.connected) process.once('disconnect', stop);
  else if (process.connected === false) stop(); // it went while this one started
}

/** Tells the process that started this one, where there is one, that it does its job now. */
export function tellReady(): void {
  if (process.connected) process.send?.({ ready: true });
}

/**
 * Ends this process for certain. Handlers of its end may fail, or never return, where the log goes
 * to a process that is gone (pino's writes what it still has again and again then), and Node would
 * go on without its timers and stop signals. When the process that started this one is gone, nobody
 * reads the log or the code.
 */
export function endProcess(code: number): never {
  try {
    if (process.connected !== false) process.exit(code);
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
  throw new Error('unreachable: the process is dead');
}
