import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface Taken {
  readonly body: unknown;
  readonly event?: string;
  /** In milliseconds since 1970. */
  readonly time: number;
  readonly severity: number;
  readonly text: string;
  readonly trace?: string;
  readonly span?: string;
  readonly attributes: Record<string, unknown>;
}

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly records: readonly Taken[];
}

const HARNESS = fileURLToPath(new URL('testing-harness.ts', import.meta.url));
const FOLDER = fileURLToPath(new URL('../..', import.meta.url));
/** What the harness gives to an application, where there is none. */
const ALONE = 'const inRequest = (work) => work(), inJob = inRequest, inExporter = inRequest;';

/** Runs an application in a process of its own: with the agent's intake of logs, or alone. */
export async function run(
  code: string,
  type: 'module' | 'commonjs' = 'module',
  alone = false,
): Promise<Printed> {
  const how = alone ? [] : ['--import', HARNESS];
  const source = alone ? `${ALONE}\n${code}` : code;
  const child = spawn(process.execPath, [...how, `--input-type=${type}`, '-e', source], {
    cwd: FOLDER,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [, stdout, stderr, records] = child.stdio as unknown as Readable[];
  const [printed, complained, taken] = await Promise.all([
    ...[stdout, stderr, records].map((stream) => text(stream as Readable)),
    once(child, 'close'),
  ]);
  return {
    stdout: printed as string,
    stderr: complained as string,
    records: taken ? (JSON.parse(taken as string) as Taken[]) : [],
  };
}

/** Of what the harness calls a request. */
export const IN_REQUEST = {
  trace: '4bf92f3577b34da6a3ce929d0e0e4736',
  span: '00f067aa0ba902b7',
} as const;
