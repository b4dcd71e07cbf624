import { describe, expect, it } from 'vitest';
import { HashMap, murmur3, newHash } from './hash.ts';

function hex(text: string, seed = 0): string {
  const bytes = Buffer.from(`__${text}__`);
  const out = newHash();
  murmur3(bytes, 2, bytes.length - 2, seed, out);
  return [...out].map((word) => word.toString(16).padStart(8, '0')).join('');
}

describe('murmur3', () => {
  it('agrees with the reference implementation', () => {
    expect(hex('')).toBe('00000000000000000000000000000000');
    expect(hex('The quick brown fox jumps over the lazy dog')).toBe(
      '2f1583c3ecee2c675d7bf66ce5e91d2c',
    );
  });

  it('depends on every byte, the length and the seed', () => {
    const seen = new Set<string>();
    for (let length = 0; length < 40; length++) {
      for (const letter of 'ab') seen.add(hex('x'.repeat(length) + letter));
      seen.add(hex('x'.repeat(length), 7));
    }
    expect(seen.size).toBe(120);
  });
});

describe('HashMap', () => {
  it('keeps what was set while it grows', () => {
    const map = new HashMap();
    const key = (n: number) => [n & 3, n, 0, n * 7];
    for (let n = 0; n < 1000; n++) map.set(key(n), n);
    expect(map.size).toBe(1000);
    for (let n = 0; n < 1000; n++) expect(map.get(key(n))).toBe(n);
    expect(map.get(key(1000))).toBe(-1);
    map.clear();
    expect([map.size, map.get(key(1))]).toEqual([0, -1]);
  });
});
