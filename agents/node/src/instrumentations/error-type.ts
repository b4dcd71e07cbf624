import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

const TYPE = 'error.type';
const STATUS = 'http.response.status_code';

/**
 * A span of HTTP that ended with an error says of which type; where nothing was thrown that is the
 * status of the answer, as text. The instrumentations of HTTP leave it out.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export const errorTypeOfSpans: SpanProcessor = {
  onStart() {},
  onEnding(span: Span) {
    const { kind, status, attributes } = span;
    if (status.code !== SpanStatusCode.ERROR || attributes[TYPE] !== undefined) return;
    if (kind !== SpanKind.SERVER && kind !== SpanKind.CLIENT) return;
    const answered = attributes[STATUS];
    if (typeof answered === 'number') span.setAttribute(TYPE, String(answered));
  },
  onEnd() {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
