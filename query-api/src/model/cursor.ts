import type { TimeRange } from '@nunchi/store/queries/time';
import { ApiError } from '../errors.ts';

/**
 * Where the next page begins: the range of the first page, for `now` moves on between pages, and
 * the place in it where the page ended. To whoever asks it is opaque.
 */
export interface Cursor {
  readonly range: TimeRange;
  /** Decimal and hexadecimal numbers, as the list's own order needs them. */
  readonly place: readonly string[];
}

export function writeCursor({ range, place }: Cursor): string {
  return Buffer.from([range.from, range.to, ...place].join(',')).toString('base64url');
}

/** Reads a cursor whose place has the given form, or throws a 400. */
export function readCursor(text: string, place: readonly RegExp[]): Cursor {
  const parts = Buffer.from(text, 'base64url').toString('latin1').split(',');
  const forms = [NANOS, NANOS, ...place];
  const wellFormed =
    parts.length === forms.length && forms.every((form, index) => form.test(parts[index] ?? ''));
  const [from = '', to = '', ...rest] = parts;
  if (!wellFormed || BigInt(from) >= BigInt(to)) {
    throw new ApiError(
      'invalid_cursor',
      'cursor must be the nextCursor of the page before, as it was given',
      { parameter: 'cursor' },
    );
  }
  return { range: { from: BigInt(from), to: BigInt(to) }, place: rest };
}

/** Unix nanoseconds, and no more than a signed 64-bit integer holds. */
export const NANOS = /^\d{1,19}$/;
export const UINT64 = /^\d{1,20}$/;
export const COUNT = /^\d{1,9}$/;
export const HEX_ID = /^[0-9a-f]{32}$/;
