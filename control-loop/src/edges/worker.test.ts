import type { Store } from '@nunchi/store';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { START } from '../testing/loop.ts';
import { keepEdges } from './worker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A store in which one minute waits until it is computed; or that is away. */
function storeWith(rows: () => object[]) {
  const command = vi.fn(async () => undefined);
  const insertRows = vi.fn(async () => undefined);
  const store = { rows: async () => rows(), command, insertRows } as unknown as Store;
  return { store, command, insertRows };
}

function keep(store: Store) {
  const registry = new Registry();
  const logger = { warn: vi.fn(), info: vi.fn() };
  const context = { store, registry, logger: logger as never, now: () => START };
  const worker = keepEdges(context, async () => undefined);
  const metric = async (name: string) =>
    (await registry.getMetricsAsJSON()).find(
      (found) => found.name === `nunchi_control_edge_${name}`,
    )?.values[0]?.value;
  return { worker, logger, metric };
}

it('computes what waits, and tells how much', async () => {
  const minute = START / 1_000 - 200;
  const { store, command } = storeWith(() => [{ minute, spans: '9', around: '9', version: '0' }]);
  const { worker, metric } = keep(store);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(command).toHaveBeenCalledTimes(1);
  expect(await metric('minutes_computed_total')).toBe(1);
  expect(await metric('minutes_waiting')).toBe(0);
  expect(await metric('lag_seconds')).toBe(0);
  await worker.stop();
});

it('fails, fails, works → counted, said once, over', async () => {
  let isAway = true;
  const { store } = storeWith(() => {
    if (isAway) throw new Error('away');
    return [];
  });
  const { worker, logger, metric } = keep(store);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await metric('failures_total')).toBe(2);
  expect(logger.warn).toHaveBeenCalledTimes(1);
  isAway = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(logger.info).toHaveBeenCalledTimes(1);
  await worker.stop();
});

it('stops at once, whatever it does', async () => {
  const { store, command } = storeWith(() => [
    { minute: 0, spans: '9', around: '9', version: '0' },
  ]);
  const { worker } = keep(store);
  await worker.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(command).not.toHaveBeenCalled();
});
