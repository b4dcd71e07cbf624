import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Stack, until } from './stack.ts';

const APPS = join(import.meta.dirname, '../agents/node/testing');
/** Applications may run under another Node than the tests, to try those that the agent supports. */
const NODE = process.env.NUNCHI_TEST_NODE ?? process.execPath;

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
  const child = spawn(NODE, [option, '@nunchi/agent', join(APPS, app)], {
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

/** Settings for an application that tells of itself to this stack, and soon. */
export function telemetryTo(stack: Stack, service: string): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: stack.collectorUrl,
    NUNCHI_OPAMP_ENDPOINT: `${stack.controlUrl}/v1/opamp`,
    OTEL_SERVICE_NAME: service,
    OTEL_METRIC_EXPORT_INTERVAL: '500',
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
