import { type Attributes, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { errorTypeOfSpans } from './error-type.ts';

const ERROR = SpanStatusCode.ERROR;
const UNSET = SpanStatusCode.UNSET;
const answered = (status: number, more: Attributes = {}): Attributes => ({
  'http.response.status_code': status,
  ...more,
});

test.each([
  ['a server that answered 500', SpanKind.SERVER, ERROR, answered(500), '500'],
  ['a client that got 404', SpanKind.CLIENT, ERROR, answered(404), '404'],
  ['what was thrown counts', SpanKind.SERVER, ERROR, answered(500, { 'error.type': 'E' }), 'E'],
  ['no error', SpanKind.SERVER, UNSET, answered(404), undefined],
  ['not HTTP', SpanKind.CLIENT, ERROR, {}, undefined],
  ['work inside of the service', SpanKind.INTERNAL, ERROR, answered(500), undefined],
] as const)('%s', (_, kind, code, attributes, expected) => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [errorTypeOfSpans, new SimpleSpanProcessor({ exporter })],
  });
  const span = provider.getTracer('test').startSpan('GET', { kind, attributes });
  span.setStatus({ code }).end();
  expect(exporter.getFinishedSpans()[0]?.attributes['error.type']).toBe(expected);
});
