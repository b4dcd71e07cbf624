import type { Slice } from './slice.ts';

/** A trace or span id is valid when it has its length and is not all zeros. */
export function isId(bytes: Buffer, id: Slice, length: number): boolean {
  if (id.end - id.start !== length) return false;
  for (let i = id.start; i < id.end; i++) {
    if (bytes[i] !== 0) return true;
  }
  return false;
}
