import type { Signal } from './batch.ts';
import { decompress } from './decompress.ts';
import type { Encoding, Format } from './encoding.ts';
import { jsonToProtobuf } from './json/to-protobuf.ts';

/** A request's body as the protobuf message that the decoder reads, whatever it arrived as. */
export async function openBody(
  request: { signal: Signal; format: Format; encoding: Encoding; body: Buffer },
  limitBytes: number,
): Promise<Buffer> {
  const opened = await decompress(request.body, request.encoding, limitBytes);
  return request.format === 'json' ? jsonToProtobuf(request.signal, opened) : opened;
}
