import { computeDueEdges } from '@nunchi/store/edges/round';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoopContext, Worker } from '../context.ts';
import { every } from '../runtime/every.ts';
import { Trouble } from '../runtime/trouble.ts';
import { createEdgeMetrics } from './metrics.ts';

const EVERY_MS = 10_000;
/** A tenth of the time at most, also while there is a lot of history to catch up with. */
const BUDGET_MS = 1_000;
/** What is broken off then was not published, and is computed again. */
const STOP_WITHIN_MS = 2_000;

/** Computes the edges of the service map, minute by minute, as the minutes close. */
export function keepEdges(
  context: Pick<LoopContext, 'store' | 'logger' | 'registry' | 'now'>,
  wait: (ms: number, signal: AbortSignal) => Promise<unknown> = waitOrStop,
): Worker {
  const { store, logger, registry, now } = context;
  const metrics = createEdgeMetrics(registry);
  const trouble = new Trouble(logger, 'edges of the service map cannot be computed');
  const stopping = new AbortController();
  const { signal } = stopping;
  const failed = (error: unknown): void => {
    if (signal.aborted) return;
    metrics.failed();
    trouble.failed(error);
  };
  const ticker = every({ everyMs: EVERY_MS, failed }, async () => {
    const pause = (ms: number) => wait(ms, signal);
    const options = { now, budgetMs: BUDGET_MS, pause, signal };
    metrics.passed(await computeDueEdges(store, options), now());
    trouble.passed();
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.race([ticker.stop(), sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

const waitOrStop = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
