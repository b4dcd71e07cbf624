import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { Destination } from './destination.ts';

export type PostOutcome =
  | { readonly kind: 'accepted'; readonly body: Buffer }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: 'rejected'; readonly reason: string };

// Taken before any instrumentation wraps them: the agent's own calls are no telemetry.
const overHttp = http.request;
const overHttps = https.request;
const compress = promisify(gzip);
const MAX_ANSWER_BYTES = 64 * 1024;
/** By the OTLP specification; anything else in 400 and 500 is final. */
const RETRYABLE = new Set([429, 502, 503, 504]);

/**
 * Sends one request. Nothing in it keeps the host's event loop alive: whoever wants to wait for
 * the answer holds a timer of its own.
 */
export async function post(
  destination: Destination,
  payload: Uint8Array,
  signal: AbortSignal,
): Promise<PostOutcome> {
  try {
    const { url, timeoutMs, headers, agent } = destination;
    const body = destination.gzip ? await compress(payload) : payload;
    const length = { 'Content-Length': String(body.byteLength) };
    const encoding = destination.gzip ? { 'Content-Encoding': 'gzip' } : {};
    // Breakers, too, leave alone what is suppressed.
    const answer = await context.with(suppressTracing(context.active()), () =>
      send(url, { ...headers, ...length, ...encoding }, body, {
        agent,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      }),
    );
    return outcomeOf(answer);
  } catch (error) {
    return { kind: 'retry', reason: reasonOf(error) };
  }
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Buffer;
}

function send(
  url: URL,
  headers: Record<string, string>,
  body: Uint8Array,
  { agent, signal }: { agent: http.Agent; signal: AbortSignal },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? overHttps : overHttp;
    const outgoing = request(url, { method: 'POST', headers, agent, signal });
    outgoing.on('socket', (socket) => socket.unref());
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      read(incoming).then(
        (answered) =>
          resolve({
            status: incoming.statusCode ?? 0,
            retryAfter: incoming.headers['retry-after'],
            body: answered,
          }),
        reject,
      );
    });
    outgoing.end(body);
  });
}

async function read(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_ANSWER_BYTES) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function outcomeOf({ status, retryAfter, body }: Answer): PostOutcome {
  if (status >= 200 && status < 300) return { kind: 'accepted', body };
  const reason = `it answered ${status}`;
  if (!RETRYABLE.has(status)) return { kind: 'rejected', reason };
  const seconds = Number(retryAfter);
  return seconds > 0
    ? { kind: 'retry', reason, afterMs: seconds * 1000 }
    : { kind: 'retry', reason };
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return error.message || error.name;
}
