import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { every } from './every.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('ticks at once and then again and again', async () => {
  const tick = vi.fn(async () => undefined);
  const ticker = every({ everyMs: 100, failed: () => undefined }, tick);
  await vi.advanceTimersByTimeAsync(250);
  expect(tick).toHaveBeenCalledTimes(3);
  await ticker.stop();
  await vi.advanceTimersByTimeAsync(500);
  expect(tick).toHaveBeenCalledTimes(3);
});

it('never overlaps, and counts what it missed', async () => {
  let finish = (): void => undefined;
  const tick = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const ticker = every({ everyMs: 100, failed: () => undefined }, tick);
  await vi.advanceTimersByTimeAsync(250);
  expect(tick).toHaveBeenCalledTimes(1);
  expect(ticker.missed).toBe(2);
  finish();
  await vi.advanceTimersByTimeAsync(100);
  expect(tick).toHaveBeenCalledTimes(2);
  const stopped = ticker.stop();
  finish();
  await stopped;
});

it('goes on after an error', async () => {
  const errors: unknown[] = [];
  const tick = vi.fn(async () => Promise.reject(new Error('no store')));
  const ticker = every({ everyMs: 100, failed: (error) => errors.push(error) }, tick);
  await vi.advanceTimersByTimeAsync(150);
  expect(errors).toHaveLength(2);
  await ticker.stop();
});
