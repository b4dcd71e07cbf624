import { setTimeout as pause } from 'node:timers/promises';
import { type Child, type Exit, type Line, startChild } from './child.ts';
import type { Part } from './parts.ts';
import { StartError } from './start-error.ts';

export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
  /** After running this long, the next crash counts as the first again. */
  readonly calmMs: number;
}

export const BACKOFF: Backoff = { firstMs: 1_000, mostMs: 30_000, calmMs: 60_000 };

/** How long to wait before a start, given the wait before the last one and how long that one ran. */
export function nextDelayMs(lastDelayMs: number, ranForMs: number, backoff: Backoff): number {
  if (lastDelayMs === 0 || ranForMs >= backoff.calmMs) return backoff.firstMs;
  return Math.min(lastDelayMs * 2, backoff.mostMs);
}

export interface SuperviseEvents {
  readonly line: Line;
  /** A process has started; its pid is new. */
  started(part: Part, pid: number): void;
  /** It ended and nobody asked it to; it is started again after the delay. */
  crashed(part: Part, why: readonly string[], delayMs: number): void;
  /** It is ready again after a crash. */
  recovered(part: Part): void;
}

export interface Stopped {
  readonly exit: Exit;
  readonly tookMs: number;
}

export interface Supervised {
  readonly part: Part;
  /** Starts it, resolves when it says that it is ready; throws {@link StartError}. */
  start(): Promise<void>;
  /** Rejects with a {@link StartError} when it ends before `keepAlive` was called. */
  readonly lost: Promise<never>;
  /** From now on a crash is answered by a restart. */
  keepAlive(): void;
  restart(): Promise<void>;
  /** Resolves with undefined when it was not running. */
  stop(): Promise<Stopped | undefined>;
  kill(): void;
}

export function supervise(
  part: Part,
  env: NodeJS.ProcessEnv,
  events: SuperviseEvents,
  backoff: Backoff = part.backoff ?? BACKOFF,
): Supervised {
  const stopping = new AbortController();
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => undefined); // nobody may be listening, which is no fault
  let child: Child | undefined;
  let alive = false;
  let kept = false;
  let restartAsked = false;

  const begin = (): Child => {
    const begun = startChild(part, env, events.line);
    alive = true;
    void begun.exited.then(() => (alive = false));
    child = begun;
    events.started(part, begun.pid);
    return begun;
  };

  /** Waits for the end of each process and starts the next, until asked to stop. */
  const replaceForever = async (first: Child): Promise<void> => {
    let current = first;
    let delayMs = 0;
    let startedAt = performance.now();
    while (!stopping.signal.aborted) {
      const exit = await current.exited;
      if (stopping.signal.aborted) return;
      if (restartAsked) {
        restartAsked = false;
        delayMs = 0;
      } else {
        delayMs = nextDelayMs(delayMs, performance.now() - startedAt, backoff);
        events.crashed(part, current.explain(exit), delayMs);
        await pause(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
        if (stopping.signal.aborted) return;
      }
      startedAt = performance.now();
      current = begin();
      if (await current.ready) events.recovered(part);
    }
  };

  return {
    part,
    lost: lost.promise,
    async start() {
      const begun = begin();
      void begun.exited.then((exit) => {
        if (!kept) lost.reject(new StartError(begun.explain(exit)));
      });
      if (!(await begun.ready)) throw new StartError(begun.explain(await begun.exited));
    },
    keepAlive() {
      kept = true;
      if (child) void replaceForever(child);
    },
    async restart() {
      if (!child || !alive) return;
      restartAsked = true;
      await child.stop(part.stopLimitMs);
    },
    async stop() {
      stopping.abort();
      if (!child || !alive) return undefined;
      const started = performance.now();
      const exit = await child.stop(part.stopLimitMs);
      return { exit, tookMs: performance.now() - started };
    },
    kill() {
      if (child && alive) child.kill();
    },
  };
}
