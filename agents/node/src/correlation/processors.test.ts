import { context, propagation, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { correlationOfLogs, correlationOfSpans } from './processors.ts';
import { withScope } from './scope.ts';

function setUp() {
  const spans = new InMemorySpanExporter();
  const logs = new InMemoryLogRecordExporter();
  const tracer = new TracerProvider({
    spanProcessors: [correlationOfSpans, new SimpleSpanProcessor({ exporter: spans })],
  }).getTracer('test');
  const logger = new LoggerProvider({
    processors: [correlationOfLogs, new SimpleLogRecordProcessor({ exporter: logs })],
  }).getLogger('test');
  return { spans, logs, tracer, logger };
}

const ordered = withScope(ROOT_CONTEXT, 'order-1');
const idOf = (span: Span) => (span as Span & { attributes: object }).attributes;

test('a span has the id of its request; without one, its trace id, and so have its children', () => {
  const { tracer } = setUp();
  expect(idOf(tracer.startSpan('a', {}, ordered))).toEqual({ 'correlation.id': 'order-1' });
  const root = tracer.startSpan('root', {}, ROOT_CONTEXT);
  const { traceId } = root.spanContext();
  const child = tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, root));
  expect([idOf(root), idOf(child)]).toEqual([
    { 'correlation.id': traceId },
    { 'correlation.id': traceId },
  ]);
});

test('a new trace for the same work keeps the id of the baggage', () => {
  const { tracer } = setUp();
  const baggage = propagation.createBaggage({ 'correlation.id': { value: 'order-2' } });
  const received = propagation.setBaggage(ROOT_CONTEXT, baggage);
  expect(idOf(tracer.startSpan('receive', { root: true }, received))).toEqual({
    'correlation.id': 'order-2',
  });
});

test('what the application has set itself stays', () => {
  const { tracer, logger, logs } = setUp();
  const attributes = { 'correlation.id': 'mine' };
  expect(idOf(tracer.startSpan('a', { attributes }, ordered))).toEqual(attributes);
  logger.emit({ body: 'b', attributes, context: ordered });
  expect(logs.getFinishedLogRecords()[0]?.attributes).toEqual(attributes);
});

test('a log record has the id of its request once; outside of any, none', () => {
  const { logger, logs } = setUp();
  logger.emit({ body: 'a', attributes: { correlation_id: 'order-1' }, context: ordered });
  logger.emit({ body: 'b', context: context.active() });
  expect(logs.getFinishedLogRecords().map(({ attributes }) => attributes)).toEqual([
    { 'correlation.id': 'order-1' },
    {},
  ]);
});
