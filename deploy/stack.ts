import type { Part } from './parts.ts';
import { waitUntilReady } from './ready.ts';
import type { Stopped, Supervised } from './supervise.ts';

/** A part runs, but is not ready yet; called for every answer that says so. */
export type Waiting = (part: Part, reason: string) => void;

/** All parts together. */
export interface Stack {
  /** Resolves when all are ready, and keeps them so from then on; throws a StartError. */
  start(): Promise<void>;
  restart(name: string): Promise<void>;
  /** Stops what runs, last started first. */
  stop(stopped?: (part: Part, stopped: Stopped) => void): Promise<void>;
  kill(): void;
}

/** `steps` start one after the other; the parts of one step start side by side. */
export function createStack(steps: readonly (readonly Supervised[])[], waiting: Waiting): Stack {
  const all = steps.flat();
  const stopping = new AbortController();

  const ready = async ({ part }: Supervised): Promise<void> => {
    if (part.url === undefined) return;
    await waitUntilReady(part.url, stopping.signal, (reason) => waiting(part, reason));
  };

  const startAll = async (): Promise<void> => {
    for (const step of steps) {
      if (stopping.signal.aborted) return;
      await Promise.all(step.map((supervised) => supervised.start()));
    }
    await Promise.all(all.map(ready));
  };

  return {
    async start() {
      try {
        await Promise.race([startAll(), ...all.map((supervised) => supervised.lost)]);
      } catch (error) {
        stopping.abort();
        throw error;
      }
      if (stopping.signal.aborted) return;
      for (const supervised of all) supervised.keepAlive();
    },
    async restart(name) {
      await all.find(({ part }) => part.name === name)?.restart();
    },
    async stop(tell) {
      stopping.abort();
      for (const supervised of all.toReversed()) {
        const stopped = await supervised.stop();
        if (stopped) tell?.(supervised.part, stopped);
      }
    },
    kill() {
      stopping.abort();
      for (const supervised of all) supervised.kill();
    },
  };
}
