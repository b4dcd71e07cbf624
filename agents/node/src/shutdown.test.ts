import { afterEach, expect, test, vi } from 'vitest';
import { stopWithHost } from './shutdown.ts';

const before = process.listeners('SIGTERM');
afterEach(() => {
  process.removeAllListeners('removeListener');
  process.removeAllListeners('SIGTERM');
  for (const listener of before) process.on('SIGTERM', listener);
  vi.restoreAllMocks();
});

test('a handler of the host that stands before ours, for once → the host decides', async () => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  const stop = vi.fn(() => Promise.resolve());
  const flush = vi.fn(() => Promise.resolve());
  const hosts = vi.fn();
  process.removeAllListeners('SIGTERM');
  stopWithHost({ begin() {}, drain: undefined, stop, flush });
  process.prependOnceListener('SIGTERM', hosts);
  process.emit('SIGTERM', 'SIGTERM');
  expect(hosts).toHaveBeenCalledOnce();
  expect(flush).toHaveBeenCalledOnce();
  expect(stop).not.toHaveBeenCalled();
  // Nobody listens any more: the next one ends the process.
  await Promise.resolve();
  process.emit('SIGTERM', 'SIGTERM');
  expect(stop).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(kill).toHaveBeenCalledWith(process.pid, 'SIGTERM'));
});
