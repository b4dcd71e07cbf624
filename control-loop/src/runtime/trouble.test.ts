import { expect, it, vi } from 'vitest';
import { Trouble } from './trouble.ts';

it('fails, fails, passes, passes, fails → said at once, over, said again', () => {
  const logger = { warn: vi.fn(), info: vi.fn() };
  const trouble = new Trouble(logger, 'nothing can be stored');
  const error = new Error('away');
  trouble.failed(error);
  trouble.failed(error);
  expect(logger.warn.mock.calls).toEqual([[{ err: error }, 'nothing can be stored']]);
  trouble.passed();
  trouble.passed();
  expect(logger.info.mock.calls).toEqual([[{ failures: 2 }, 'over: nothing can be stored']]);
  trouble.failed(error);
  expect(logger.warn).toHaveBeenCalledTimes(2);
});
