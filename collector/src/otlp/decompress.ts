import { promisify } from 'node:util';
import { gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';
import type { Encoding } from './encoding.ts';
import { MalformedError } from './wire.ts';

/** The body, or what it holds when it is opened, is larger than is allowed. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

type Options = { maxOutputLength: number };

const OPENERS: Readonly<
  Record<Exclude<Encoding, 'identity'>, (body: Buffer, options: Options) => Promise<Buffer>>
> = {
  gzip: promisify<Buffer, Options, Buffer>(gunzip),
  zstd: promisify<Buffer, Options, Buffer>(zstdDecompress),
  deflate: openDeflate,
};

const openZlib = promisify<Buffer, Options, Buffer>(inflate);
const openRaw = promisify<Buffer, Options, Buffer>(inflateRaw);

/** `deflate` means the zlib format (RFC 9110, 8.4.1.2), but some senders leave out its header. */
async function openDeflate(body: Buffer, options: Options): Promise<Buffer> {
  const zlibHeader =
    ((body[0] ?? 0) & 0x0f) === 8 && (((body[0] ?? 0) << 8) | (body[1] ?? 0)) % 31 === 0;
  return zlibHeader ? openZlib(body, options) : openRaw(body, options);
}

/**
 * Opens a compressed body; never makes more than `limitBytes`, whatever is inside.
 * Throws {@link TooLargeError} or {@link MalformedError}.
 */
export async function decompress(
  body: Buffer,
  encoding: Encoding,
  limitBytes: number,
): Promise<Buffer> {
  if (encoding === 'identity') return body;
  try {
    return await OPENERS[encoding](body, { maxOutputLength: limitBytes });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new TooLargeError(`the body is larger than ${limitBytes} bytes when decompressed`, {
        cause: error,
      });
    }
    throw new MalformedError(`the body is not ${encoding}: ${message}`, { cause: error });
  }
}
