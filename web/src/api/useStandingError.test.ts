// @vitest-environment jsdom
import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useStandingError } from './useStandingError.ts';

interface Props {
  readonly error: Error | null;
  readonly isSuccess: boolean;
  readonly of: string;
}

it('stands while the same is asked again, until it is answered or another is asked', () => {
  const down = new Error('down');
  const pending: Props = { error: null, isSuccess: false, of: 'a' };
  const { result, rerender } = renderHook(({ of, ...query }) => useStandingError(query, of), {
    initialProps: pending,
  });
  const after = (next: Partial<Props>): unknown => {
    rerender({ ...pending, ...next });
    return result.current;
  };
  expect(result.current).toBeUndefined();
  expect(after({ error: down })).toBe(down);
  expect(after({})).toBe(down);
  expect(after({ of: 'b' })).toBeUndefined();
  expect(after({})).toBe(down);
  expect(after({ isSuccess: true })).toBeUndefined();
});
