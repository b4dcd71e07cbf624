import { pipeline, type Readable, Transform } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UnavailableError } from '../unavailable.ts';
import { TooLargeError } from '../otlp/decompress.ts';

export interface AdmissionSettings {
  readonly maxBodyBytes: number;
  /** Bodies of all requests that are being read or decoded, together. */
  readonly maxInFlightBytes: number;
  /** A body that is not there after this long is given up. */
  readonly requestTimeoutMs: number;
}

/** A body did not come in time. */
export class TooSlowError extends Error {
  override readonly name = 'TooSlowError';
}

/**
 * Takes room for bodies before they are read, and gives it back when they were answered: of a
 * declared length at once, of a chunked body as it comes.
 */
export class Admission {
  readonly #settings: AdmissionSettings;
  #inFlightBytes = 0;

  constructor(settings: AdmissionSettings) {
    this.#settings = settings;
  }

  /** Throws TooLargeError or UnavailableError; `giveUp` is called when the body is too slow. */
  admit(request: FastifyRequest, reply: FastifyReply, giveUp: (error: TooSlowError) => void): void {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > this.#settings.maxBodyBytes) throw tooLarge(this.#settings.maxBodyBytes);
    this.#take(declared, reply);
    const { requestTimeoutMs } = this.#settings;
    const timer = setTimeout(
      () => giveUp(new TooSlowError(`the body was not there after ${requestTimeoutMs} ms`)),
      requestTimeoutMs,
    );
    for (const event of ['end', 'close'] as const) {
      request.raw.once(event, () => clearTimeout(timer));
    }
  }

  /** The body, counted while it comes where its length was not declared. */
  count(request: FastifyRequest, reply: FastifyReply, body: Readable): Readable {
    if (request.headers['content-length'] !== undefined) return body;
    const counted = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        try {
          this.#take(chunk.length, reply);
          done(null, chunk);
        } catch (error) {
          done(error as Error);
        }
      },
    });
    pipeline(body, counted, () => undefined);
    return counted;
  }

  #take(bytes: number, reply: FastifyReply): void {
    if (this.#inFlightBytes + bytes > this.#settings.maxInFlightBytes) {
      throw new UnavailableError('too many requests are being read at once');
    }
    this.#inFlightBytes += bytes;
    reply.raw.once('close', () => (this.#inFlightBytes -= bytes));
  }
}

export function tooLarge(limitBytes: number): TooLargeError {
  return new TooLargeError(
    `the body is larger than ${limitBytes} bytes; send smaller batches, or set NUNCHI_COLLECTOR_MAX_BODY_MB`,
  );
}
