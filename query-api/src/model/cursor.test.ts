import { describe, expect, it } from 'vitest';
import { COUNT, HEX_ID, readCursor, UINT64, writeCursor } from './cursor.ts';

const range = { from: 1_760_000_000_000_000_000n, to: 1_760_000_001_000_000_000n };

describe('cursor', () => {
  it('is read as it was written', () => {
    const cursor = { range, place: ['18446744073709551615', '3'] };
    expect(writeCursor(cursor)).toMatch(/^[\w-]+$/);
    expect(readCursor(writeCursor(cursor), [UINT64, COUNT])).toEqual(cursor);
  });

  it.each([
    ['nothing', ''],
    ['text', 'next'],
    ['another list', writeCursor({ range, place: ['a'.repeat(32)] })],
    ['too much', writeCursor({ range, place: ['1', '2', '3'] })],
    [
      'an empty range',
      writeCursor({ range: { from: range.to, to: range.from }, place: ['1', '2'] }),
    ],
    [
      'more than may be asked for',
      writeCursor({ range: { from: 0n, to: range.to }, place: ['1', '2'] }),
    ],
    ['a statement', Buffer.from("1,2,3',4").toString('base64url')],
    ['a number beyond 64 bits', writeCursor({ range, place: ['9'.repeat(20), '1'] })],
    ['a time beyond 64 bits', Buffer.from('1,9999999999999999999,1,1').toString('base64url')],
  ])('%s is refused', (_name, text) => {
    expect(() => readCursor(text, [UINT64, COUNT])).toThrow(/nextCursor/);
  });

  it('knows trace ids', () => {
    const cursor = { range, place: ['a'.repeat(32)] };
    expect(readCursor(writeCursor(cursor), [HEX_ID])).toEqual(cursor);
  });
});
