import { useEffect, useRef } from 'react';

/** The value; while `hold`, as it was when that began. */
export function useHeld<T>(value: T, hold: boolean): T {
  const kept = useRef(value);
  useEffect(() => {
    if (!hold) kept.current = value;
  });
  return hold ? kept.current : value;
}
