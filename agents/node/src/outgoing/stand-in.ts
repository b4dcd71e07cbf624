import { Duplex } from 'node:stream';

/**
 * The socket of a request that has no connection: takes whatever is written, and has an answer to
 * read. Node's HTTP client makes a response of it, with all that a response has.
 */
export class StandIn extends Duplex {
  constructor(answer: Buffer) {
    super({
      read() {
        this.push(answer);
        this.push(null);
      },
      write: (_chunk, _encoding, done) => done(),
    });
  }

  // What requests ask of their sockets.
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
