// What the OpAMP client uses of undici's Client, over node:http: undici itself would take some 6 MB in
// each host.
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { lookup } from '../export/lookup.ts';

export interface HttpClientOptions {
  /** Milliseconds from the connection to the answer's headers. */
  readonly headersTimeout: number;
  /** Milliseconds from the headers to the end of the answer. */
  readonly bodyTimeout: number;
  /** `timeout` in milliseconds; the rest goes to TLS. */
  readonly connect: { readonly timeout: number } & https.AgentOptions;
}

export interface Message {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Complete when it is handed out. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: { bytes(): Promise<Uint8Array> };
}

// Taken before any instrumentation wraps them: the agent's own calls are no telemetry.
const overHttp = http.request;
const overHttps = https.request;
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * One connection to one origin, kept for the next message; messages go in the order in which they
 * are given. Nothing in it keeps the host alive.
 */
export class HttpClient {
  readonly #origin: URL;
  readonly #options: HttpClientOptions;
  readonly #agent: http.Agent;
  #last: Promise<unknown> = Promise.resolve();
  #underWay: http.ClientRequest | undefined;
  #isDestroyed = false;

  constructor(origin: string, options: HttpClientOptions) {
    const { timeout: _, ...tls } = options.connect;
    this.#origin = new URL(origin);
    this.#options = options;
    this.#agent = this.#isSecure()
      ? new https.Agent({ lookup, ...tls, keepAlive: true })
      : new http.Agent({ keepAlive: true, lookup });
  }

  request(message: Message): Promise<Answer> {
    const answer = this.#last.then(() => this.#send(message));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.#last;
    await this.destroy();
  }

  /** Gives up what is under way. */
  destroy(): Promise<void> {
    this.#isDestroyed = true;
    this.#underWay?.destroy(new Error('its client is stopped'));
    this.#agent.destroy();
    return Promise.resolve();
  }

  #isSecure(): boolean {
    return this.#origin.protocol === 'https:';
  }

  async #send(message: Message): Promise<Answer> {
    if (this.#isDestroyed) throw new Error('its client is stopped');
    const { method, path, headers, body } = message;
    const outgoing = (this.#isSecure() ? overHttps : overHttp)(this.#origin, {
      method,
      path,
      headers: { ...headers, 'Content-Length': body.byteLength },
      agent: this.#agent,
    });
    this.#underWay = outgoing;
    try {
      return await this.#answerTo(outgoing, body);
    } catch (error) {
      // The server may close a connection that it finds idle just as it is used again.
      if (outgoing.reusedSocket && isHangUp(error)) return await this.#send(message);
      throw error;
    }
  }

  #answerTo(outgoing: http.ClientRequest, body: Uint8Array): Promise<Answer> {
    const { headersTimeout, bodyTimeout, connect } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const within = (ms: number, what: string): void => {
      clearTimeout(timer);
      const late = () => outgoing.destroy(new Error(`${what} within ${ms} ms`));
      timer = setTimeout(late, ms).unref();
    };
    return new Promise<Answer>((resolve, reject) => {
      outgoing.on('socket', (socket) => {
        socket.unref();
        if (outgoing.reusedSocket) return within(headersTimeout, 'no answer');
        within(connect.timeout, 'no connection');
        socket.once(this.#isSecure() ? 'secureConnect' : 'connect', () =>
          within(headersTimeout, 'no answer'),
        );
      });
      outgoing.on('error', (error) => reject(innermost(error)));
      outgoing.on('response', (incoming) => {
        within(bodyTimeout, 'no complete answer');
        read(incoming).then(resolve, (error) => reject(outgoing.errored ?? error));
      });
      outgoing.end(body);
    }).finally(() => clearTimeout(timer));
  }
}

async function read(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`its answer exceeds ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  // A copy of its own memory: parts of it are kept for as long as they are in force.
  const body = new Uint8Array(Buffer.concat(chunks));
  const { statusCode = 0, headers } = incoming;
  return { statusCode, headers, body: { bytes: () => Promise.resolve(body) } };
}

function isHangUp(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(Reflect.get(Object(error), 'code'));
}

/** A host with several addresses fails with an error for each, and no words of its own. */
function innermost(error: Error): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
}
