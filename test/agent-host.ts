import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from './stack.ts';

const APPS = join(import.meta.dirname, '../agents/node/testing');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An application that runs under the agent, as its users start it. */
export interface Host {
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
  /** The address that it printed; waits for it. */
  address(): Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

const running = new Set<ChildProcess>();

/** Starts `agents/node/testing/<app>`; settings of whoever runs the tests do not reach it. */
export function startHost(
  app: string,
  env: Readonly<Record<string, string>>,
  option: '--import' | '--require' = '--import',
): Host {
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(OTEL_|NUNCHI_|NODE_)/.test(name),
  );
  const child = spawn(process.execPath, [option, '@nunchi/agent', join(APPS, app)], {
    cwd: APPS,
    env: { ...Object.fromEntries(clean), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    running.delete(child);
    return { code, signal, stdout, stderr };
  });
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    async address() {
      const printed = () => /^listening (\S+)$/m.exec(stdout)?.[1];
      await until(() => {
        if (child.exitCode !== null) throw new Error(`${app} ended: ${stderr}`);
        return printed() !== undefined;
      });
      return printed() as string;
    },
    kill: (signal) => void child.kill(signal),
  };
}

/** For `afterAll`: ends whatever a failed test has left behind. */
export async function killHosts(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      child.kill('SIGKILL');
      await once(child, 'close');
    }),
  );
}
