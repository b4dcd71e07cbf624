import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from './parts.ts';

const POLL_MS = 50;
const ANSWER_WITHIN_MS = 2_000;

/** Asks `/readyz` once: undefined when the process is ready, else the reason why it is not. */
export function askReady(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(
      `${url}/readyz`,
      { agent: false, timeout: ANSWER_WITHIN_MS },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('error', (error) => resolve(error.message));
        response.on('end', () => {
          resolve(response.statusCode === 200 ? undefined : reasonIn(body));
        });
      },
    );
    request.on('timeout', () => request.destroy(new Error('it does not answer')));
    request.on('error', (error) => resolve(error.message));
  });
}

function reasonIn(body: string): string {
  try {
    return (JSON.parse(body) as { reason?: string }).reason ?? body;
  } catch {
    return body;
  }
}

/** Resolves when `/readyz` answers 200. `waiting` hears every reason why it does not. */
export async function waitUntilReady(
  url: string,
  signal: AbortSignal,
  waiting: (reason: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    const reason = await askReady(url);
    if (reason === undefined) return;
    waiting(reason);
    await pause(POLL_MS);
  }
}

const SLOW_MS = 5_000;

/** Passes on why a part is not ready, but only what lasts: once every five seconds. */
export function slowNotice(
  tell: (part: Part, reason: string) => void,
): (part: Part, reason: string) => void {
  const toldAt = new Map<string, number>();
  return (part, reason) => {
    const now = performance.now();
    const last = toldAt.get(part.name);
    if (last === undefined) toldAt.set(part.name, now);
    if (last === undefined || now - last < SLOW_MS) return;
    toldAt.set(part.name, now);
    tell(part, reason);
  };
}
