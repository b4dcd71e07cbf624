import { type Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import type { FaultRequest } from './requests.ts';

/** How an attempt ended, as a client sees it. */
export type Answer =
  | { readonly kind: 'acknowledged' }
  /** 503: try again later. */
  | { readonly kind: 'unavailable'; readonly retryAfter: string | undefined }
  /** Nobody knows whether it had arrived. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'wrong'; readonly text: string };

const ANSWER_WITHIN_MS = 15_000;

/** Sends a request once. `cutAfterMs`: the connection is cut so long after the last byte was sent. */
export function post(
  agent: Agent,
  url: string,
  { signal, headers, body }: FaultRequest,
  cutAfterMs?: number,
): Promise<Answer> {
  return new Promise((resolve) => {
    const silent = () => resolve({ kind: 'silent' });
    const length = { 'content-length': String(body.length) };
    const sending = httpRequest(
      `${url}/v1/${signal}`,
      { method: 'POST', agent, headers: { ...headers, ...length }, timeout: ANSWER_WITHIN_MS },
      (answer) => read(answer).then(resolve, silent),
    );
    sending.once('error', silent);
    sending.once('timeout', () => sending.destroy());
    if (cutAfterMs !== undefined) {
      sending.once('finish', () => setTimeout(() => sending.destroy(), cutAfterMs));
      sending.once('close', silent);
    }
    sending.end(body);
  });
}

async function read(answer: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (answer.statusCode === 200 && (text === '' || text === '{}')) return { kind: 'acknowledged' };
  if (answer.statusCode === 503) {
    return { kind: 'unavailable', retryAfter: answer.headers['retry-after'] };
  }
  return { kind: 'wrong', text: `${answer.statusCode} ${text}` };
}
