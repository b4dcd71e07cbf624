import type { IncomingMessage } from 'node:http';
import { TooLargeError } from '../otlp/decompress.ts';
import { MalformedError } from '../otlp/wire.ts';
import { UnavailableError } from '../unavailable.ts';
import { giveBack } from './give-back.ts';
import type { BodyMemory } from './body-memory.ts';
import type { Place } from './room.ts';

export interface BodySettings {
  readonly maxBodyBytes: number;
  /** A body that is not there after this long is given up. */
  readonly requestTimeoutMs: number;
}

/** A body did not come in time. */
export class TooSlowError extends Error {
  override readonly name = 'TooSlowError';
}

/** The sender went away in the middle of its body. */
export class CutOffError extends Error {
  override readonly name = 'CutOffError';
}

const EMPTY = Buffer.alloc(0);

/**
 * Reads a body. One that came in one piece is that piece; of one whose length was declared the
 * pieces are put where they belong as they come. So nothing is copied twice. The caller gives the
 * body back to `memory`.
 * Throws TooLargeError, TooSlowError, UnavailableError, CutOffError or MalformedError.
 */
export function readBody(
  request: IncomingMessage,
  declared: number | undefined,
  place: Place,
  { maxBodyBytes, requestTimeoutMs }: BodySettings,
  memory: BodyMemory,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const body = declared === undefined ? new Chunks() : new Declared(declared, memory);
    const settle = (): void => {
      clearTimeout(timer);
      place.giveUp = () => undefined;
      request.off('data', onData).off('end', onEnd).off('error', onError);
    };
    const fail = (error: Error): void => {
      settle();
      request.on('error', () => undefined); // it may still be cut off while it is answered
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      if (!place.receive(chunk.length)) {
        fail(new UnavailableError('too many bytes of requests are being read at once'));
      } else if (place.received > (declared ?? maxBodyBytes)) fail(tooLarge(maxBodyBytes));
      else body.add(chunk);
    };
    const onEnd = (): void => {
      if (declared !== undefined && place.received !== declared) {
        return fail(
          new MalformedError(
            `the body has ${place.received} bytes and not ${declared} as declared`,
          ),
        );
      }
      settle();
      place.read();
      resolve(body.whole());
    };
    const onError = (error: Error): void =>
      fail(
        new CutOffError('the connection was closed before the body was there', { cause: error }),
      );
    const timer = setTimeout(
      () => fail(new TooSlowError(`the body was not there after ${requestTimeoutMs} ms`)),
      requestTimeoutMs,
    );
    place.giveUp = () =>
      fail(new TooSlowError('the body came slowly while others had to wait; send it again'));
    request.on('data', onData).on('end', onEnd).on('error', onError);
  });
}

class Declared {
  readonly #length: number;
  readonly #memory: BodyMemory;
  #bytes: Buffer = EMPTY;
  #filled = 0;

  constructor(length: number, memory: BodyMemory) {
    this.#length = length;
    this.#memory = memory;
  }

  add(chunk: Buffer): void {
    if (chunk.length === this.#length) {
      this.#bytes = chunk;
      return;
    }
    if (this.#filled === 0) this.#bytes = this.#memory.take(this.#length).subarray(0, this.#length);
    chunk.copy(this.#bytes, this.#filled);
    this.#filled += chunk.length;
    giveBack(chunk);
  }

  whole(): Buffer {
    return this.#bytes;
  }
}

class Chunks {
  readonly #chunks: Buffer[] = [];

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  whole(): Buffer {
    const [first] = this.#chunks;
    return this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
  }
}

export function tooLarge(limitBytes: number): TooLargeError {
  return new TooLargeError(
    `the body is larger than ${limitBytes} bytes; send smaller batches, or set NUNCHI_COLLECTOR_MAX_BODY_MB`,
  );
}
