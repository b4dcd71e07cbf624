import { Sink } from '../columns/sink.ts';
import { UnavailableError } from '../unavailable.ts';
import type { Signal } from './batch.ts';
import { decompress, decompressInto, decompressSmall } from './decompress.ts';
import type { Encoding, Format } from './encoding.ts';
import { jsonToProtobuf } from './json/to-protobuf.ts';

interface Closed {
  readonly signal: Signal;
  readonly format: Format;
  readonly encoding: Encoding;
  readonly body: Buffer;
}

/** A request's body as the protobuf message that the decoder reads, whatever it arrived as. */
export async function openBody(request: Closed, limitBytes: number): Promise<Buffer> {
  const opened = await decompress(request.body, request.encoding, limitBytes);
  const message = asProtobuf(request, opened);
  // Transcoded, it is in memory that the next request uses, too.
  return request.format === 'json' ? Buffer.from(message) : message;
}

/** Large bodies that wait for their turn. */
const MOST_WAITING = 16;
/** Memory for large bodies is kept up to this size. */
const KEPT_BYTES = 8 * 1024 * 1024;

export interface BodyOpenerSettings {
  readonly limitBytes: number;
  /** Told how many bytes a compressed body became, also of one that was given up. */
  readonly decompressed: (signal: Signal, bytes: number) => void;
}

/**
 * Opens bodies so that little is open at any time, however many come and whatever is inside: a
 * small one at once, large ones one after another, in memory that is used again.
 */
export class BodyOpener {
  readonly #settings: BodyOpenerSettings;
  readonly #waiting: (() => void)[] = [];
  #busy = false;
  #memory = new Sink();

  constructor(settings: BodyOpenerSettings) {
    this.#settings = settings;
  }

  /**
   * Calls `use` with the protobuf message, which is there only as long as `use` runs.
   * Throws MalformedError, TooLargeError, or UnavailableError when too many large ones wait.
   */
  async open<T>(request: Closed, use: (message: Buffer) => T): Promise<T> {
    const { signal, encoding, body } = request;
    if (encoding === 'identity') return use(asProtobuf(request, body));
    const { limitBytes, decompressed } = this.#settings;
    const small = decompressSmall(body, encoding, limitBytes);
    if (small) {
      decompressed(signal, small.length);
      try {
        return use(asProtobuf(request, small));
      } finally {
        freeOwn(small);
      }
    }
    await this.#turn();
    const memory = this.#memory;
    try {
      await decompressInto(memory, body, encoding, limitBytes).finally(() =>
        decompressed(signal, memory.length),
      );
      return use(asProtobuf(request, memory.view()));
    } finally {
      memory.clear();
      if (memory.bytes.length > KEPT_BYTES) {
        freeOwn(memory.bytes);
        this.#memory = new Sink();
      }
      this.#next();
    }
  }

  async #turn(): Promise<void> {
    if (!this.#busy) this.#busy = true;
    else if (this.#waiting.length >= MOST_WAITING) {
      throw new UnavailableError('too many large requests wait to be decompressed');
    } else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#busy = false;
  }
}

/** Frees memory that was made here and is nobody else's at once, before V8 collects it. */
function freeOwn({ buffer }: Buffer): void {
  if (buffer.byteLength > Buffer.poolSize && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

function asProtobuf({ signal, format }: Closed, opened: Buffer): Buffer {
  return format === 'json' ? jsonToProtobuf(signal, opened) : opened;
}
