// The application's fallback answer, checked and as HTTP has it.
import { STATUS_CODES, validateHeaderName, validateHeaderValue } from 'node:http';
import type { FailedCall, FallbackAnswer } from './fallbacks.ts';

const FALLBACK_HEADER = 'x-nunchi-fallback';

export interface CheckedAnswer {
  readonly status: number;
  readonly statusText: string;
  /** Names in lower case; `content-length` and `x-nunchi-fallback` are among them. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** These say how a body is sent; ours is sent in one piece. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Throws a TypeError that says what is wrong with it. */
export function checkedAnswer(
  answer: FallbackAnswer,
  { method, reason }: FailedCall,
): CheckedAnswer {
  const { status, headers = {}, body = '' } = answer;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`its status is ${String(status)}, not a whole number from 200 to 599`);
  }
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw new TypeError('its body is neither a string nor bytes');
  }
  const bytes = Buffer.from(body as Uint8Array);
  const isBodiless = method === 'HEAD' || status === 204 || status === 304;
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    headers: [
      ...checkedHeaders(headers),
      ...(status === 204 ? [] : [['content-length', String(bytes.length)] as const]),
      [FALLBACK_HEADER, reason],
    ],
    body: isBodiless ? Buffer.alloc(0) : bytes,
  };
}

/** The bytes that a peer would have sent. */
export function bytesOf({ status, statusText, headers, body }: CheckedAnswer): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} ${statusText}\r\n${lines}\r\n`, 'latin1'),
    body,
  ]);
}

function checkedHeaders(headers: NonNullable<FallbackAnswer['headers']>): [string, string][] {
  return Object.entries(headers).flatMap(([given, value]) => {
    const name = given.toLowerCase();
    validateHeaderName(name);
    if (OF_THE_CONNECTION.has(name) || name === FALLBACK_HEADER) return [];
    return [value].flat().map((one): [string, string] => {
      validateHeaderValue(name, one);
      return [name, String(one)];
    });
  });
}
