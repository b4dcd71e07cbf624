// @vitest-environment jsdom
import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useHeld } from './useHeld.ts';

it('stays as it was while it is held, and is the newest again afterwards', () => {
  const { result, rerender } = renderHook(({ value, hold }) => useHeld(value, hold), {
    initialProps: { value: 1, hold: false },
  });
  const seen = [result.current];
  for (const [value, hold] of [
    [2, false],
    [2, true],
    [3, true],
    [4, true],
    [4, false],
    [5, true],
  ] as const) {
    rerender({ value, hold });
    seen.push(result.current);
  }
  expect(seen).toEqual([1, 2, 2, 2, 2, 4, 4]);
});
