import type { Transform } from 'node:stream';
import {
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';
import { Sink } from '../columns/sink.ts';
import type { Encoding } from './encoding.ts';
import { MalformedError } from './wire.ts';

/** The body, or what it holds when it is opened, is larger than is allowed. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/**
 * What becomes at most this large is opened at once, in one call: half of the CPU that the same
 * takes on a thread of the pool, and about a millisecond.
 */
export const SMALL_BYTES = 1024 * 1024;
const SMALLEST_CHUNK = 4 * 1024;
const LARGE_CHUNK = 256 * 1024;
/** Telemetry seldom becomes more than ten times as large. */
const USUAL_RATIO = 10;

interface Opener {
  readonly atOnce: (body: Buffer, options: object) => Buffer;
  readonly stream: (options: object) => Transform;
}

const GZIP: Opener = { atOnce: gunzipSync, stream: createGunzip };
const ZLIB: Opener = { atOnce: inflateSync, stream: createInflate };
const RAW: Opener = { atOnce: inflateRawSync, stream: createInflateRaw };
const ZSTD: Opener = { atOnce: zstdDecompressSync, stream: createZstdDecompress };

type Compressed = Exclude<Encoding, 'identity'>;

function openerOf(body: Buffer, encoding: Compressed): Opener {
  if (encoding === 'gzip') return GZIP;
  if (encoding === 'zstd') return ZSTD;
  // `deflate` means the zlib format (RFC 9110, 8.4.1.2), but some senders leave out its header.
  const first = body[0] ?? 0;
  const zlibHeader = (first & 0x0f) === 8 && ((first << 8) | (body[1] ?? 0)) % 31 === 0;
  return zlibHeader ? ZLIB : RAW;
}

/** How large the body says it becomes, or probably does. Nothing relies on it. */
function expectedBytes(body: Buffer, encoding: Compressed): number {
  // RFC 1952: a gzip member ends with its size.
  if (encoding === 'gzip' && body.length >= 18) return body.readUInt32LE(body.length - 4);
  return Math.min(body.length * USUAL_RATIO, SMALL_BYTES);
}

/**
 * Opens a compressed body that is small inside, at once; undefined when it is not.
 * Throws {@link TooLargeError} or {@link MalformedError}.
 */
export function decompressSmall(
  body: Buffer,
  encoding: Compressed,
  limitBytes: number,
): Buffer | undefined {
  const most = Math.min(SMALL_BYTES, limitBytes);
  const expected = expectedBytes(body, encoding);
  if (expected > SMALL_BYTES) return undefined;
  // One byte more than it needs, or the library looks for more in a second round.
  const chunkSize = Math.min(Math.max(expected + 1, SMALLEST_CHUNK), SMALL_BYTES);
  try {
    return openerOf(body, encoding).atOnce(body, { chunkSize, maxOutputLength: most });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') {
      throw malformed(encoding, error);
    }
    if (most === limitBytes) throw tooLarge(limitBytes);
    return undefined;
  }
}

/**
 * Opens a compressed body piece by piece on a thread of the pool, and appends it; stops at
 * `limitBytes`, whatever is inside. Nothing reads the body any more when it settles: a thread
 * cannot be stopped, so it reads a copy. Throws {@link TooLargeError} or {@link MalformedError}.
 */
export async function decompressInto(
  out: Sink,
  body: Buffer,
  encoding: Compressed,
  limitBytes: number,
): Promise<void> {
  const stream = openerOf(body, encoding).stream({ chunkSize: LARGE_CHUNK });
  stream.end(Buffer.from(body));
  const end = out.length + limitBytes;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (out.length + chunk.length > end) throw tooLarge(limitBytes);
      out.slice(chunk, 0, chunk.length);
    }
  } catch (error) {
    throw error instanceof TooLargeError ? error : malformed(encoding, error);
  }
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
  const small = decompressSmall(body, encoding, limitBytes);
  if (small) return small;
  const out = new Sink();
  await decompressInto(out, body, encoding, limitBytes);
  return out.view();
}

function tooLarge(limitBytes: number): TooLargeError {
  return new TooLargeError(`the body is larger than ${limitBytes} bytes when decompressed`);
}

function malformed(encoding: Encoding, error: unknown): MalformedError {
  return new MalformedError(`the body is not ${encoding}: ${(error as Error).message}`, {
    cause: error,
  });
}
