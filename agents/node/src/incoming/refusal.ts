import type { IncomingMessage, ServerResponse } from 'node:http';
import { trace } from '@opentelemetry/api';

export type ShedReason = 'overload' | 'forced' | 'queue_full' | 'queue_timeout';

const BODY = JSON.stringify({
  type: 'about:blank',
  title: 'Service Unavailable',
  status: 503,
  code: 'overloaded',
  detail: 'The service is overloaded. Try again later.',
});
const LENGTH = Buffer.byteLength(BODY);

/** Seconds; not the same for all, so that those who were refused together come back apart. */
const RETRY_AFTER = ['1', '2', '3'] as const;
let refused = 0;

/** Answers instead of the application, and says so on the server span, which must be active. */
export function refuse(response: ServerResponse, reason: ShedReason, delayMs: number): void {
  trace.getActiveSpan()?.addEvent('shed', {
    'nunchi.shed.reason': reason,
    'nunchi.shed.delay_ms': Math.round(delayMs),
  });
  const retryAfter = RETRY_AFTER[refused++ % RETRY_AFTER.length] as string;
  response.writeHead(503, {
    'content-type': 'application/problem+json',
    'content-length': LENGTH,
    'retry-after': retryAfter,
    'cache-control': 'no-store',
  });
  response.end(BODY);
}

/** Who asks how the service is must get its answer above all when it is not well. */
const PROBES = new Set(['/livez', '/readyz', '/healthz', '/health', '/metrics']);

export function isProbe({ url = '' }: IncomingMessage): boolean {
  const end = url.indexOf('?');
  return PROBES.has(end === -1 ? url : url.slice(0, end));
}
