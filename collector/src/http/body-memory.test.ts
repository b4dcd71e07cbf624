import { describe, expect, it } from 'vitest';
import { giveBack } from './give-back.ts';
import { BodyMemory } from './body-memory.ts';

const MEBIBYTE = 1024 * 1024;

describe('memory for bodies', () => {
  it('is used again by bodies of about the same size', () => {
    const memory = new BodyMemory();
    const first = memory.take(500_000);
    memory.give(first.subarray(0, 500_000));
    expect(memory.take(400_000).buffer).toBe(first.buffer);
    expect(memory.take(400_000).buffer).not.toBe(first.buffer);
  });

  it('holds what was asked for, however much', () => {
    const memory = new BodyMemory();
    for (const bytes of [1, 65_536, 65_537, 4 * MEBIBYTE, 4 * MEBIBYTE + 1, 20 * MEBIBYTE]) {
      expect(memory.take(bytes).length).toBeGreaterThanOrEqual(bytes);
    }
  });

  it('is kept up to a bound, and beyond it freed at once', () => {
    const memory = new BodyMemory();
    const buffers = [1, 2, 3].map(() => memory.take(2 * MEBIBYTE));
    for (const buffer of buffers) memory.give(buffer);
    expect(buffers.map(({ length }) => length)).toEqual([2 * MEBIBYTE, 2 * MEBIBYTE, 0]);
  });

  it('is freed beyond the bound also when only a part of it was used', () => {
    const memory = new BodyMemory();
    const buffers = [1, 2, 3].map(() => memory.take(2 * MEBIBYTE));
    for (const buffer of buffers) memory.give(buffer.subarray(0, MEBIBYTE + 1));
    expect(buffers.map(({ length }) => length)).toEqual([2 * MEBIBYTE, 2 * MEBIBYTE, 0]);
  });

  it("is never node's own pool, which small buffers share", () => {
    const memory = new BodyMemory();
    const small = Buffer.concat([Buffer.from('a'), Buffer.from('b')]);
    memory.give(small);
    expect(small.toString()).toBe('ab');
    expect(memory.take(Buffer.poolSize).buffer).not.toBe(small.buffer);
  });

  it('that is empty may be given back any number of times', () => {
    const empty = Buffer.alloc(0);
    giveBack(empty);
    giveBack(empty);
    expect(empty.length).toBe(0);
  });

  it('is freed where a buffer is alone in it, and left to others where it is shared', () => {
    const alone = Buffer.alloc(100_000);
    giveBack(alone);
    expect(alone.length).toBe(0);
    const shared = Buffer.alloc(100_000, 'x');
    giveBack(shared.subarray(0, 10));
    expect(shared.toString('latin1', 0, 3)).toBe('xxx');
  });
});
