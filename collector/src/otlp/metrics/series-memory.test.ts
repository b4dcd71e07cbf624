import { expect, it } from 'vitest';
import { newHash } from '../hash.ts';
import { Ranges, Wire } from '../wire.ts';
import { SeriesMemory } from './series-memory.ts';

const wire = (bytes: Buffer): Wire => {
  const opened = new Wire();
  opened.open(bytes);
  return opened;
};

const OTHER = wire(Buffer.from('other'));
// As attributes of a data point: a tag, a length, and what the attribute is.
const BYTES = wire(Buffer.from([0x3a, 0x85, 0x00, 0x3a, 0x03, 0x0a, 0x01, 0x61]));

const ranges = (...bounds: [number, number][]): Ranges => {
  const all = new Ranges();
  for (const [start, end] of bounds) all.add(start, end);
  return all;
};

it('the same bytes are another series when they are other attributes', () => {
  const memory = new SeriesMemory();
  const prefix = newHash();
  const other = ranges([0, OTHER.bytes.length]);
  memory.remember(prefix, OTHER, other, 0);
  // One attribute; the length before it takes more bytes than it needs.
  memory.remember(prefix, BYTES, ranges([3, 8]), 1);
  memory.remember(prefix, OTHER, other, 0);
  expect(memory.find(prefix, BYTES, ranges([3, 8]))).toBe(1);
  memory.remember(prefix, OTHER, other, 0);
  // Two attributes; the first one has no bytes.
  expect(memory.find(prefix, BYTES, ranges([3, 3], [5, 8]))).toBe(-1);
  expect(memory.find(prefix, BYTES, ranges())).toBe(-1);
});
