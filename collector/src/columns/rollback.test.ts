import { expect, it } from 'vitest';
import { LowCardinality } from './low-cardinality.ts';

it('keys that came since the mark go, and those from before are found again', () => {
  const column = new LowCardinality();
  const before = Array.from({ length: 1_000 }, (_, n) => column.keyOf(`before ${n}`));
  column.mark();
  const { bytes } = column;
  for (let round = 0; round < 3; round++) {
    // So many that the table of keys becomes larger meanwhile; some are expected after others.
    for (let n = 0; n < 5_000; n++) {
      column.keyOf(`before ${n % 1_000}`);
      column.string(`round ${round} ${n}`);
    }
    column.rollback();
    expect(column.bytes).toBe(bytes);
    expect(before.map((_, n) => column.keyOf(`before ${n}`))).toEqual(before);
  }
  expect([column.keyOf('one'), column.keyOf('two'), column.keyOf('one')]).toEqual([
    1_001, 1_002, 1_001,
  ]);
});
