// The client span of a call that undici never made a request of: the instrumentation makes spans for
// requests that start; this one does not, but is a call.
import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { CallError } from './errors.ts';

export interface UnsentCall {
  readonly method: string;
  readonly path: string;
  readonly origin: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export class UnsentSpan {
  readonly span: Span;

  constructor({ method, path, origin, startedAt }: UnsentCall) {
    const url = new URL(origin);
    this.span = trace.getTracer('@nunchi/agent').startSpan(method, {
      kind: SpanKind.CLIENT,
      // By the clock that ends it, which has no fractions: a start after the end is a line each time.
      startTime: Math.min(startedAt, Date.now()),
      attributes: {
        'http.request.method': method,
        'url.full': `${origin}${path.split('?', 1)[0] ?? '/'}`,
        'server.address': url.hostname.replace(/^\[|\]$/g, ''),
        'server.port': Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
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
