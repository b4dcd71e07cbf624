import type { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenQuiet } from './preload.ts';

let fetching = 0;
const client = { isFetching: () => fetching } as QueryClient;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('works once, when nothing is asked any more', () => {
  const work = vi.fn();
  fetching = 1;
  whenQuiet(client, work);
  vi.advanceTimersByTime(3_000);
  expect(work).not.toHaveBeenCalled();
  fetching = 0;
  vi.advanceTimersByTime(3_000);
  expect(work).toHaveBeenCalledOnce();
});

it('does not wait for ever', () => {
  const work = vi.fn();
  fetching = 1;
  whenQuiet(client, work);
  vi.advanceTimersByTime(60_000);
  expect(work).toHaveBeenCalledOnce();
});

it('is given up', () => {
  const work = vi.fn();
  fetching = 0;
  whenQuiet(client, work)();
  vi.advanceTimersByTime(60_000);
  expect(work).not.toHaveBeenCalled();
});
