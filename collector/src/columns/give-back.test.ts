import { describe, expect, it } from 'vitest';
import { LowCardinality } from './low-cardinality.ts';
import { Sink } from './sink.ts';

describe('memory that was needed once', () => {
  it('is kept by a sink that needs it again, and given back by one that does not', () => {
    const sink = new Sink();
    const fill = (bytes: number) => {
      sink.clear();
      sink.zeros(bytes);
    };
    fill(10_000_000);
    const large = sink.bytes.length;
    for (const again of [10_000_000, 5_000_000]) {
      fill(again);
      expect(sink.bytes.length).toBe(large);
    }
    fill(100);
    fill(100);
    expect(sink.bytes.length).toBe(256 * 1024);
    expect(sink.length).toBe(100);
  });

  it('is given back by a column of many keys, which works as before', () => {
    const column = new LowCardinality();
    for (let n = 0; n < 300_000; n++) column.string(`key ${n}`);
    for (let round = 0; round < 2; round++) {
      column.clear();
      column.string('a');
      column.string('b');
      column.string('a');
    }
    expect([column.keyOf('a'), column.keyOf('b'), column.keyOf('c')]).toEqual([1, 2, 3]);
    const more = Array.from({ length: 100_000 }, (_, n) => column.keyOf(`more ${n}`));
    expect([more[0], more.at(-1)]).toEqual([4, 100_003]);
    expect(column.keyOf('more 77')).toBe(81);
  });
});
