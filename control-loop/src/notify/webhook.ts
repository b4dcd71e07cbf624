import { Agent, request } from 'undici';
import { parseRanges, type Resolve, type Resolved, resolveHost } from './address.ts';
import { retryAfterMs } from './retry.ts';
import { signature } from './signature.ts';

export interface Webhook {
  readonly url: string;
  readonly secret?: string | undefined;
}

export interface Message {
  /** The same for every attempt, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly body: string;
}

/** What became of an attempt; a reason is a sentence without its full stop. */
export type Outcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly reason: string; readonly retryAfterMs: number }
  | { readonly kind: 'rejected'; readonly reason: string };

export interface SendOptions {
  readonly allowed: ReturnType<typeof parseRanges>['ranges'];
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

const ANSWER_WITHIN_MS = 10_000;
const MOST_OF_AN_ANSWER = 64 * 1024;
/** It may work later, by RFC 9110 and RFC 6585; every other 4xx will not. */
const LATER = new Set([408, 425, 429]);

/** Posts a message once. Follows no redirect: it would lead past the check of the address. */
export async function sendWebhook(
  webhook: Webhook,
  message: Message,
  options: SendOptions,
): Promise<Outcome> {
  const { allowed, now, signal, timeoutMs = ANSWER_WITHIN_MS, resolve } = options;
  const url = URL.parse(webhook.url);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return { kind: 'rejected', reason: `${webhook.url} is not an http or https address` };
  }
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const resolved = await Promise.race([resolveHost(url, allowed, resolve), ended(deadline)]);
  if (resolved.kind === 'refused') return { kind: 'rejected', reason: resolved.reason };
  if (resolved.kind === 'unknown') return retry(resolved.reason);

  const dispatcher = new Agent({
    connect: {
      timeout: timeoutMs,
      lookup: (_host, lookupOptions, answer) => {
        const [first] = resolved.addresses;
        if (lookupOptions.all) answer(null, [...resolved.addresses]);
        else answer(null, first?.address ?? '', first?.family ?? 4);
      },
    },
  });
  try {
    const reply = await request(url, {
      dispatcher,
      method: 'POST',
      signal: deadline,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'nunchi',
        'x-nunchi-notification': message.id,
        ...(webhook.secret !== undefined && {
          'x-nunchi-signature': signature(message.body, webhook.secret, now()),
        }),
      },
      body: message.body,
    });
    await reply.body.dump({ limit: MOST_OF_AN_ANSWER }).catch(() => undefined);
    return judge(reply.statusCode, one(reply.headers['retry-after']), now());
  } catch (error) {
    return retry(describe(error, timeoutMs));
  } finally {
    void dispatcher.destroy();
  }
}

function judge(status: number, retryAfter: string | undefined, now: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status >= 300 && status < 400) {
    const reason = `it answered ${status}, and redirects are not followed: name the final address`;
    return { kind: 'rejected', reason };
  }
  const reason = `it answered ${status}`;
  if (status < 500 && !LATER.has(status)) return { kind: 'rejected', reason };
  return retry(reason, retryAfterMs(retryAfter, now));
}

/** Names are resolved by the system, which may take its time and cannot be told to stop. */
function ended(deadline: AbortSignal): Promise<Resolved> {
  const unknown: Resolved = { kind: 'unknown', reason: 'its name was not resolved in time' };
  return new Promise((resolve) => {
    if (deadline.aborted) resolve(unknown);
    deadline.addEventListener('abort', () => resolve(unknown), { once: true });
  });
}

const retry = (reason: string, after = 0): Outcome => ({
  kind: 'retry',
  reason,
  retryAfterMs: after,
});

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

function describe(error: unknown, timeoutMs: number): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError') return `it did not answer within ${timeoutMs / 1_000} s`;
  return `it cannot be reached (${code ?? message})`;
}
