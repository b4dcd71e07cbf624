import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Part } from './parts.ts';
import { ROOT } from './settings.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export type Line = (part: Part, text: string) => void;

/** A running process of a part. */
export interface Child {
  readonly pid: number;
  /** Whether it became ready: false when it ended before. */
  readonly ready: Promise<boolean>;
  readonly exited: Promise<Exit>;
  /** Why it ended, in one line or a few, from what it wrote last. */
  explain(exit: Exit): readonly string[];
  /** Ends it at once. */
  kill(): void;
  /** Asks it to stop, kills it when the time is over, and resolves with how it ended. */
  stop(limitMs: number): Promise<Exit>;
}

const REMEMBERED_LINES = 50;

/**
 * Starts a part as a process of its own. It says `{ready: true}` over IPC, and stops when that
 * channel closes, so it does not outlive the launcher. It is the leader of its own process group:
 * a terminal's Ctrl-C reaches the launcher alone, which then stops the parts in order.
 */
export function startChild(part: Part, env: NodeJS.ProcessEnv, line: Line): Child {
  const forked = fork(part.script, {
    cwd: ROOT,
    env: { ...env, ...part.env },
    execArgv: [...(part.nodeOptions ?? [])],
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const errors: string[] = [];
  readLines(forked.stdout, (text) => line(part, text));
  readLines(forked.stderr, (text) => {
    line(part, text);
    errors.push(text);
    if (errors.length > REMEMBERED_LINES) errors.shift();
  });

  // 'close' comes after the last line of output was read, 'exit' may come before. A process that
  // could not be started at all has an 'error' instead.
  const exited = new Promise<Exit>((resolve) => {
    forked.once('close', (code, signal) => resolve({ code, signal }));
    forked.once('error', (error) => {
      errors.push(`nunchi ${part.name}: ${error.message}`);
      if (forked.pid === undefined) resolve({ code: 1, signal: null });
    });
  });
  const ready = Promise.race([saidReady(forked), exited.then(() => false)]);

  return {
    pid: forked.pid ?? 0,
    ready,
    exited,
    explain: (exit) => explain(part.name, errors, exit),
    kill: () => void forked.kill('SIGKILL'),
    async stop(limitMs) {
      forked.kill('SIGTERM');
      const timer = setTimeout(() => forked.kill('SIGKILL'), limitMs);
      const exit = await exited;
      clearTimeout(timer);
      return exit;
    },
  };
}

function saidReady(forked: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    forked.on('message', (message) => {
      if ((message as { ready?: boolean }).ready) resolve(true);
    });
  });
}

function readLines(stream: Readable | null, take: (text: string) => void): void {
  if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on('line', take);
}

function explain(name: string, errors: readonly string[], exit: Exit): readonly string[] {
  // Not what the agent says inside of a service: it speaks of itself, and goes on.
  const own = errors.filter((text) => /^nunchi (?!agent: )[\w-]+: /.test(text));
  if (own.length > 0) return [...new Set(own)];
  const thrown = errors.find((text) => /^(\w*Error|\w*Exception)\b.*: /.test(text));
  return [`nunchi ${name}: ended ${describeExit(exit)}${thrown ? `: ${thrown}` : ''}`];
}

export function describeExit({ code, signal }: Exit): string {
  return signal ? `by ${signal}` : `with exit code ${code}`;
}
