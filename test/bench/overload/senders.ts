import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface Answer {
  readonly status: number;
  readonly latencyMs: number;
  readonly retryAfterSeconds: number | undefined;
}

/** A gzip body of which every copy is another request and holds the same. */
export class Template {
  readonly #body: Buffer;
  readonly #head: Buffer;
  #sent = 0;

  constructor(message: Buffer) {
    this.#body = gzipSync(message);
    this.#head = Buffer.from(
      `POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-protobuf\r\n` +
        `content-encoding: gzip\r\ncontent-length: ${this.#body.length}\r\n\r\n`,
    );
  }

  get bytes(): number {
    return this.#body.length;
  }

  next(): Buffer {
    const request = Buffer.concat([this.#head, this.#body]);
    // RFC 1952: the time of the last change means nothing for what is inside.
    request.writeUInt32LE((this.#sent += 1), this.#head.length + 4);
    return request;
  }
}

/**
 * A client on one connection, one request at a time. It knows as much HTTP as the collector's
 * answers need, so that a few of the processor's cycles make many requests.
 */
export class Sender {
  readonly #port: number;
  #socket: Socket | undefined;
  #received = '';
  #since = 0;
  #answered: ((answer: Answer | undefined) => void) | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  get busy(): boolean {
    return this.#answered !== undefined;
  }

  /** Resolves with the answer; undefined when the connection broke. */
  send(request: Buffer): Promise<Answer | undefined> {
    const socket = (this.#socket ??= this.#open());
    this.#since = performance.now();
    socket.write(request);
    return new Promise((resolve) => (this.#answered = resolve));
  }

  /** Resolves when there is a connection; rejects when there is none to be had. */
  async connect(): Promise<void> {
    await once((this.#socket ??= this.#open()), 'connect');
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Socket {
    const socket = connect(this.#port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
      this.#received = '';
      this.#settle(undefined);
    });
    return socket;
  }

  #read(chunk: Buffer): void {
    this.#received += chunk.toString('latin1');
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < end + 4 + length) return;
    this.#received = this.#received.slice(end + 4 + length);
    const retryAfter = /retry-after: (\d+)/i.exec(head)?.[1];
    this.#settle({
      status: Number(head.slice(9, 12)),
      latencyMs: performance.now() - this.#since,
      retryAfterSeconds: retryAfter === undefined ? undefined : Number(retryAfter),
    });
  }

  #settle(answer: Answer | undefined): void {
    const answered = this.#answered;
    this.#answered = undefined;
    answered?.(answer);
  }
}
