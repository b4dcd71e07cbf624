import { setTimeout as pause } from 'node:timers/promises';
import type { Request } from './telemetry.ts';

const RETRIED = new Set([502, 503, 504]);
const RETRY_MS = 100;

export interface ReplayOptions {
  readonly concurrency?: number;
  /** Called after each request that was acknowledged, with how many were until then. */
  readonly acknowledged?: (count: number) => void;
}

export interface Replayed {
  readonly acknowledged: number;
  /** Attempts that were refused for now, or whose answer never came. */
  readonly retries: number;
}

/**
 * Posts every request until it is acknowledged, as an OTLP exporter does: again after a refusal
 * for now, and again when the connection broke and nobody knows whether it had arrived.
 */
export async function replay(
  collectorUrl: string,
  requests: readonly Request[],
  { concurrency = 8, acknowledged }: ReplayOptions = {},
): Promise<Replayed> {
  const waiting = requests.values();
  let done = 0;
  let retries = 0;
  const worker = async (): Promise<void> => {
    for (const request of waiting) {
      while (!(await post(collectorUrl, request))) {
        retries++;
        await pause(RETRY_MS);
      }
      acknowledged?.(++done);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { acknowledged: done, retries };
}

/** Whether it was acknowledged; throws when the answer is a refusal for good. */
async function post(collectorUrl: string, { signal, body }: Request): Promise<boolean> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${collectorUrl}/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    text = await response.text();
  } catch {
    return false; // refused or broken off: the collector is not there just now
  }
  if (RETRIED.has(response.status)) return false;
  if (response.status !== 200 || text.includes('rejected')) {
    throw new Error(`${signal} answered ${response.status}: ${text}`);
  }
  return true;
}
