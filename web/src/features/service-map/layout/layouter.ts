import type { Direction } from '../model/curve.ts';
import type { Layout, LayoutTask } from './layout.ts';
import type { LayoutAnswer, LayoutRequest } from './worker.ts';

/** Computes layouts apart from the page, so that it stays smooth. */
export interface Layouter {
  readonly layout: (task: LayoutTask, direction?: Direction) => Promise<Layout>;
  readonly close: () => void;
}

/** Where there are no workers, the page itself computes. */
export const createLayouter = (): Layouter =>
  typeof Worker === 'undefined' ? inPage() : inWorker();

function inWorker(): Layouter {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, PromiseWithResolvers<Layout>>();
  let number = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => {
    waiting.get(data.number)?.resolve(data.layout);
    waiting.delete(data.number);
  });
  worker.addEventListener('error', (event) => {
    const error = new Error(`The layout of the map failed: ${event.message || 'no worker'}`);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return {
    layout: (task, direction) => {
      const answer = Promise.withResolvers<Layout>();
      number += 1;
      waiting.set(number, answer);
      worker.postMessage({ number, task, direction } satisfies LayoutRequest);
      return answer.promise;
    },
    close: () => worker.terminate(),
  };
}

function inPage(): Layouter {
  return {
    layout: async (task, direction) =>
      (await import('./layered.ts')).layeredLayout(task, direction),
    close: () => {},
  };
}
