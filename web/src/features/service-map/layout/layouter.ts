import type { LayoutTask, Places } from './layered.ts';
import type { LayoutAnswer, LayoutRequest } from './worker.ts';

/** Computes layouts apart from the page, so that it stays smooth. */
export interface Layouter {
  readonly layout: (task: LayoutTask) => Promise<Places>;
  readonly close: () => void;
}

/** Where there are no workers, the page itself computes. */
export const createLayouter = (): Layouter =>
  typeof Worker === 'undefined' ? inPage() : inWorker();

function inWorker(): Layouter {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, PromiseWithResolvers<Places>>();
  let number = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => {
    waiting.get(data.number)?.resolve(data.places);
    waiting.delete(data.number);
  });
  worker.addEventListener('error', (event) => {
    const error = new Error(`The layout of the map failed: ${event.message || 'no worker'}`);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return {
    layout: (task) => {
      const answer = Promise.withResolvers<Places>();
      number += 1;
      waiting.set(number, answer);
      worker.postMessage({ number, task } satisfies LayoutRequest);
      return answer.promise;
    },
    close: () => worker.terminate(),
  };
}

function inPage(): Layouter {
  return {
    layout: async (task) => (await import('./layered.ts')).layeredLayout(task),
    close: () => {},
  };
}
