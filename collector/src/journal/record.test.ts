import { describe, expect, it } from 'vitest';
import { HEADER_BYTES, type JournalRecord, readRecords, recordPieces } from './record.ts';

const record = (text: string, number = 1): JournalRecord => ({
  signal: 'logs',
  format: 'json',
  encoding: 'zstd',
  receivedAtMs: 1_763_700_000_000 + number,
  hash: Buffer.alloc(16, number),
  body: Buffer.from(text),
});
const bytes = (r: JournalRecord): Buffer => Buffer.concat(recordPieces(r));

const three = [
  record('first', 1),
  { ...record('', 2), placements: Buffer.from([1, 2, 3]) },
  record('the third', 3),
];
const file = Buffer.concat(three.map(bytes));

describe('readRecords', () => {
  it('reads what was written', () => {
    expect(readRecords(file)).toEqual({ records: three, damage: [] });
  });

  it('keeps the whole records when the file is cut at any byte', () => {
    const ends = [0, 1, 2, 3].map((n) => Buffer.concat(three.slice(0, n).map(bytes)).length);
    for (let cut = 0; cut < file.length; cut++) {
      const { records, damage } = readRecords(file.subarray(0, cut));
      const whole = ends.filter((end) => end > 0 && end <= cut).length;
      expect(records).toEqual(three.slice(0, whole));
      expect(damage).toEqual(ends[whole] === cut ? [] : [{ start: ends[whole], end: cut }]);
    }
  });

  it('keeps the records before and after, whichever bit is flipped', () => {
    const start = HEADER_BYTES + 5;
    const end = start + bytes(three[1] as JournalRecord).length;
    for (let bit = start * 8; bit < end * 8; bit++) {
      const broken = Buffer.from(file);
      broken[bit >> 3]! ^= 1 << (bit & 7);
      const { records, damage } = readRecords(broken);
      expect(records).toEqual([three[0], three[2]]);
      expect(damage).toEqual([{ start, end }]);
    }
  });

  it('does not take the beginning of a record inside a body for one', () => {
    const inner = record('inner');
    const outer = { ...record(''), body: Buffer.concat([Buffer.from('x'), bytes(inner)]) };
    expect(readRecords(bytes(outer)).records).toEqual([outer]);
  });
});
