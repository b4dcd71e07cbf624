import { context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { type LogRecord, SeverityNumber } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { correlationOfLogs } from '../correlation/processors.ts';
import { withScope } from '../correlation/scope.ts';
import type { LogFields } from '../export/otlp/log-record.ts';
import { directLoggers } from './direct.ts';

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());

const SPAN = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  traceFlags: TraceFlags.SAMPLED,
};
const traced = trace.setSpanContext(ROOT_CONTEXT, SPAN);
const ordered = withScope(traced, 'order-1');
const AT = 1_795_294_293_000;

/** The same record by the SDK, as it would be sent, and directly. */
function both(record: () => LogRecord, inside = ROOT_CONTEXT): [Seen, Seen] {
  const exporter = new InMemoryLogRecordExporter();
  const sdk = new LoggerProvider({
    resource: resourceFromAttributes({}),
    processors: [correlationOfLogs, new SimpleLogRecordProcessor({ exporter })],
  });
  const taken: LogFields[] = [];
  context.with(inside, () => {
    sdk.getLogger('scope', '1').emit(record());
    directLoggers((fields) => taken.push(fields))
      .getLogger('scope', '1')
      .emit(record());
  });
  const [expected] = exporter.getFinishedLogRecords();
  return [seen(expected), seen(taken[0])];
}

type Seen = ReturnType<typeof seen>;
function seen(record: LogFields | ReadableLogRecord | undefined) {
  if (!record) return expect.unreachable();
  const { instrumentationScope, hrTime, spanContext, attributes } = record;
  const { severityNumber, severityText, body, eventName, droppedAttributesCount } = record;
  const { name, version } = instrumentationScope;
  const told = { severityNumber, severityText, body, eventName, droppedAttributesCount };
  return { name, version, hrTime, spanContext, attributes: { ...attributes }, ...told };
}

const error = new TypeError('it broke');
const plain = (more: Partial<LogRecord> = {}): LogRecord => ({
  timestamp: AT,
  severityNumber: SeverityNumber.WARN,
  severityText: 'warn',
  body: 'a line',
  attributes: { shelf: 7, nested: { list: ['a'] } },
  ...more,
});

test.each<[string, () => LogRecord]>([
  ['plain', () => plain()],
  ['nothing but a body', () => ({ timestamp: AT, body: 'alone' })],
  ['a date', () => plain({ timestamp: new Date(AT) })],
  ['an error', () => plain({ exception: error })],
  [
    'an error beside attributes of its name',
    () => plain({ exception: error, attributes: { 'exception.message': 'own' } }),
  ],
  ['a text that was thrown', () => plain({ exception: 'thrown' })],
  ['an event', () => plain({ eventName: 'order.paid' })],
  ['a context of its own', () => plain({ context: ordered })],
  ['an id that is there', () => plain({ attributes: { 'correlation.id': 'own' } })],
  ['an id that was printed', () => plain({ attributes: { correlation_id: 'order-1' } })],
  ['another that was printed', () => plain({ attributes: { correlation_id: 'own' } })],
])('as by the SDK: %s', (_, record) => {
  for (const inside of [ROOT_CONTEXT, traced, ordered]) {
    const [expected, direct] = both(record, inside);
    expect(direct).toEqual(expected);
  }
});
