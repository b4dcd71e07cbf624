import type { TimeRange } from '@nunchi/store/queries/time';
import { ApiError } from '../errors.ts';
import { MAX_RANGE } from './time.ts';

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
export function readCursor(text: string, place: readonly Form[]): Cursor {
  const parts = Buffer.from(text, 'base64url').toString('latin1').split(',');
  const forms = [NANOS, NANOS, ...place];
  const [from = '', to = '', ...rest] = parts;
  if (
    parts.length !== forms.length ||
    !forms.every((form, index) => form(parts[index] ?? '')) ||
    BigInt(from) >= BigInt(to) ||
    BigInt(to) - BigInt(from) > MAX_RANGE
  ) {
    throw new ApiError(
      'invalid_cursor',
      'cursor must be the nextCursor of the page before, as it was given',
      { parameter: 'cursor' },
    );
  }
  return { range: { from: BigInt(from), to: BigInt(to) }, place: rest };
}

type Form = (part: string) => boolean;

const below =
  (bound: bigint): Form =>
  (part) =>
    /^\d{1,20}$/.test(part) && BigInt(part) < bound;

/** Unix nanoseconds, as a signed 64-bit integer. */
export const NANOS = below(2n ** 63n - 1n);
export const UINT64 = below(2n ** 64n);
export const COUNT = below(2n ** 32n);
/** A duration in nanoseconds; of a span that ends before it starts, a negative one. */
export const INT64: Form = (part) =>
  /^-?\d{1,19}$/.test(part) && BigInt.asIntN(64, BigInt(part)) === BigInt(part);
/** A word of ours. */
export const exactly =
  (word: string): Form =>
  (part) =>
    part === word;
export const HEX_ID: Form = (part) => /^[0-9a-f]{32}$/.test(part);
