import { randomBytes } from 'node:crypto';
import type { Signal } from '../../../collector/src/otlp/batch.ts';
import { jsonToProtobuf } from '../../../collector/src/otlp/json/to-protobuf.ts';
import { RequestMaker } from '../ingest/records.ts';

const SIZE = 1_000;

/** A request that is sent many times, with other ids and times, so that none is a repetition. */
export class Template {
  readonly signal: Signal;
  readonly body: Buffer;
  readonly records = SIZE;
  readonly #ids: { readonly at: number; readonly size: number }[] = [];
  readonly #times: number[] = [];

  constructor(signal: Signal, maker = Template.maker(signal)) {
    this.signal = signal;
    const request = maker.next();
    this.body = Buffer.from(jsonToProtobuf(signal, Buffer.from(JSON.stringify(request))));
    let from = 0;
    const find = (bytes: Buffer): number => {
      const at = this.body.indexOf(bytes, from);
      if (at < 0) throw new Error('a template does not have what it was made of');
      from = at + bytes.length;
      return at;
    };
    visit(request, (name, value) => {
      if (/^(traceId|spanId|parentSpanId)$/.test(name)) {
        const id = Buffer.from(value, 'hex');
        this.#ids.push({ at: find(id), size: id.length });
      } else if (/^(time|startTime|endTime|observedTime)UnixNano$/.test(name)) {
        const time = Buffer.alloc(8);
        time.writeBigUInt64LE(BigInt(value));
        this.#times.push(find(time));
      }
    });
  }

  /** Makes what templates are made of; those of one maker are of different services. */
  static maker(signal: Signal): RequestMaker {
    return new RequestMaker({ signal, size: SIZE }, Date.now());
  }

  /** The body with new ids that belong together as before; its times move on by so many nanoseconds. */
  renew(byNanoseconds: bigint): Buffer {
    const { body } = this;
    const mask = randomBytes(16);
    for (const { at, size } of this.#ids) {
      for (let byte = 0; byte < size; byte++) body[at + byte]! ^= mask[byte]!;
    }
    for (const at of this.#times) {
      body.writeBigUInt64LE(body.readBigUInt64LE(at) + byNanoseconds, at);
    }
    return body;
  }
}

/** Every text of a request, in the order in which it is written. */
function visit(value: unknown, seen: (name: string, text: string) => void, name = ''): void {
  if (typeof value === 'string') seen(name, value);
  else if (Array.isArray(value)) for (const item of value) visit(item, seen, name);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) visit(item, seen, key);
  }
}
