import { gzipSync } from 'node:zlib';
import type { Signal } from '../../../collector/src/otlp/batch.ts';
import { jsonToProtobuf } from '../../../collector/src/otlp/json/to-protobuf.ts';
import { RequestMaker } from './records.ts';

/** How requests are sent: the rows of the report's table. */
export interface Case {
  readonly signal: Signal;
  /** Records in a request. */
  readonly size: number;
  readonly format: 'protobuf' | 'json';
  readonly encoding: 'identity' | 'gzip';
}

export function headersOf({ format, encoding }: Case): Record<string, string> {
  return {
    'content-type': format === 'json' ? 'application/json' : 'application/x-protobuf',
    ...(encoding === 'gzip' && { 'content-encoding': 'gzip' }),
  };
}

/** Bodies of requests with at least so many records together, ready to be sent. */
export function makeBodies(one: Case, records: number, startMs: number): Buffer[] {
  const maker = new RequestMaker(one, startMs);
  return Array.from({ length: Math.ceil(records / one.size) }, () => {
    const json = Buffer.from(JSON.stringify(maker.next()));
    // The transcoder gives a view of memory that it uses again.
    const body = one.format === 'json' ? json : Buffer.from(jsonToProtobuf(one.signal, json));
    return one.encoding === 'gzip' ? gzipSync(body) : body;
  });
}
