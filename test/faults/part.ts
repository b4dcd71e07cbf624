import { setTimeout as pause } from 'node:timers/promises';
import { type Child, type Exit, startChild } from '../../deploy/child.ts';
import type { Part } from '../../deploy/parts.ts';
import { NotReached } from './wait.ts';

const START_LIMIT_MS = 60_000;
const START_AGAIN_MS = 50;
const REMEMBERED = 5;

export interface Stopped extends Exit {
  readonly tookMs: number;
}

/** A process of the product, started and killed by hand: quicker than the launcher would. */
export class PartUnderTest {
  readonly #part: Part;
  readonly #env: NodeJS.ProcessEnv;
  #child: Child | undefined;
  /** Starts since {@link start} was called last: more than one, and it ended while it started. */
  starts = 0;
  /** What it complained about last. */
  readonly complaints: string[] = [];

  constructor(part: Part, env: NodeJS.ProcessEnv) {
    this.#part = part;
    this.#env = env;
  }

  get pid(): number {
    if (!this.#child) throw new Error(`${this.#part.name} does not run`);
    return this.#child.pid;
  }

  /** Resolves when it is ready; one that ends while it starts is started again. */
  async start(env: NodeJS.ProcessEnv = {}): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS;
    this.starts = 0;
    for (;;) {
      const child = startChild(this.#part, { ...this.#env, ...env }, (_, text) => this.#hear(text));
      this.#child = child;
      this.starts += 1;
      running.add(child);
      void child.exited.then(() => running.delete(child));
      if (await child.ready) return;
      if (Date.now() > deadline) {
        throw new NotReached(child.explain(await child.exited).join('; '));
      }
      await pause(START_AGAIN_MS);
    }
  }

  #hear(text: string): void {
    const complaint = complaintIn(text);
    if (complaint === undefined || complaint === this.complaints.at(-1)) return;
    this.complaints.push(complaint);
    if (this.complaints.length > REMEMBERED) this.complaints.shift();
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child?.kill();
    await this.#child?.exited;
    this.#child = undefined;
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.pid, name);
  }

  /** SIGTERM; `tookMs` tells how long it needed, at most `limitMs`, after which it is killed. */
  async stop(limitMs: number): Promise<Stopped | undefined> {
    const child = this.#child;
    if (!child) return undefined;
    const started = performance.now();
    const exit = await child.stop(limitMs);
    this.#child = undefined;
    return { ...exit, tookMs: performance.now() - started };
  }
}

/** A line of the log that is a warning or worse, or something else that was written. */
function complaintIn(text: string): string | undefined {
  if (!text.startsWith('{')) return text;
  const { level, msg, err } = JSON.parse(text) as {
    level: number;
    msg: string;
    err?: { message: string };
  };
  return level < 40 ? undefined : [msg, err?.message].filter(Boolean).join(': ');
}

const running = new Set<Child>();
// Also those that are stopped by SIGSTOP, which cannot notice that this process is gone.
process.on('exit', () => {
  for (const child of running) child.kill();
});
