// The client span of a call that undici never made a request of: the instrumentation makes spans for
// requests that start; this one does not, but is a call.
import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { attributesOf } from '../breakers/metrics.ts';
import { addressOf } from '../breakers/peers.ts';
import type { CallError } from './errors.ts';

export interface UnsentCall {
  readonly method: string;
  readonly path: string;
  readonly origin: string;
  /** Milliseconds since the epoch, by the clock that never goes back. */
  readonly startedAt: number;
}

export class UnsentSpan {
  readonly span: Span;

  constructor({ method, path, origin, startedAt }: UnsentCall) {
    this.span = trace.getTracer('@nunchi/agent').startSpan(method, {
      kind: SpanKind.CLIENT,
      startTime: byWallClock(startedAt),
      attributes: {
        'http.request.method': method,
        'url.full': `${origin}${path.split('?', 1)[0] ?? '/'}`,
        ...attributesOf(addressOf(new URL(origin))),
      },
    });
  }

  fail(error: CallError): void {
    this.span.setAttribute('error.type', error.code);
    this.span.recordException(error);
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
    this.span.end();
  }

  /** With an answer of the application. */
  answer(status: number): void {
    this.span.setAttribute('http.response.status_code', status);
    if (status >= 400) {
      this.span.setAttribute('error.type', String(status));
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}

/** Spans end by the wall clock, which may be at another time: one must not end before it began. */
function byWallClock(startedAt: number): number {
  const elapsed = performance.timeOrigin + performance.now() - startedAt;
  return Date.now() - Math.max(elapsed, 0);
}
