import type { Choices } from './model.ts';

/** Numbers that are wrong as lengths, tags or values. */
const EVIL = [
  [0x00],
  [0x7f],
  [0x80],
  [0xff],
  [0xff, 0xff, 0xff, 0xff, 0x07],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
];
const TOKENS = ['{', '}', '[', ']', ',', ':', '"', '\\u0000', '\\ud800', '1e999', '-', 'null'];

/** Changes bytes here and there: one to three times. */
export function mutate(original: Buffer, other: Buffer, choices: Choices): Buffer {
  let bytes = original;
  for (let times = 1 + choices.below(3); times > 0; times--) bytes = once(bytes, other, choices);
  return bytes;
}

function once(bytes: Buffer, other: Buffer, choices: Choices): Buffer {
  const at = choices.below(bytes.length + 1);
  const end = Math.min(at + 1 + choices.below(16), bytes.length);
  const head = bytes.subarray(0, at);
  switch (choices.below(9)) {
    case 0: // a bit
      return replaced(bytes, at, (byte) => byte ^ (1 << choices.below(8)));
    case 1: // a byte
      return replaced(bytes, at, () => choices.below(256));
    case 2: // a length, or anything, that is off by one
      return replaced(bytes, at, (byte) => (byte + (choices.once(2) ? 1 : 255)) & 0xff);
    case 3: // the end is missing
      return head;
    case 4: // a piece is missing
      return Buffer.concat([head, bytes.subarray(end)]);
    case 5: // a piece is there again
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    case 6: // a piece of another message is there, too
      return Buffer.concat([head, piece(other, choices), bytes.subarray(at)]);
    case 7: // a piece of another message is there instead
      return Buffer.concat([head, piece(other, choices), bytes.subarray(end)]);
    default: {
      const inserted = choices.once(2)
        ? Buffer.from(choices.of(EVIL))
        : Buffer.from(choices.of(TOKENS));
      return Buffer.concat([head, inserted, bytes.subarray(end)]);
    }
  }
}

function replaced(bytes: Buffer, at: number, by: (byte: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  if (at < copy.length) copy[at] = by(copy[at] as number);
  return copy;
}

function piece(of: Buffer, choices: Choices): Buffer {
  const start = choices.below(of.length + 1);
  return of.subarray(start, start + choices.below(64));
}
