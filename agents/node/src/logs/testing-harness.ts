// Loaded before an application of the tests, instead of the whole agent: the records that are taken
// go to file descriptor 3 as the process ends.
import { writeSync } from 'node:fs';
import { context, metrics, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { hrTimeToMilliseconds, suppressTracing } from '@opentelemetry/core';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { correlationOfLogs } from '../correlation/processors.ts';
import { withScope } from '../correlation/scope.ts';
import { adoptOpenTelemetryDiagnostics, createDiagnostics } from '../diagnostics.ts';
import { activateInstrumentations } from '../instrumentations/activate.ts';

const exporter = new InMemoryLogRecordExporter();
const loggerProvider = new LoggerProvider({
  processors: [correlationOfLogs, new SimpleLogRecordProcessor({ exporter })],
});
logs.setGlobalLoggerProvider(loggerProvider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
metrics.setGlobalMeterProvider(new MeterProvider());

const diagnostics = createDiagnostics({
  write: (line) => void process.stderr.write(line),
  now: Date.now,
  level: 'warn',
});
adoptOpenTelemetryDiagnostics(diagnostics, 'warn');
activateInstrumentations({
  providers: {
    tracerProvider: trace.getTracerProvider(),
    meterProvider: metrics.getMeterProvider(),
    loggerProvider,
  },
  allowed: () => true,
  diagnostics,
  sendsLogs: true,
  own: new Map(),
});

const request = withScope(
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    traceFlags: TraceFlags.SAMPLED,
  }),
  'order-7',
);
Object.assign(globalThis, {
  inRequest: (work: () => unknown) => context.with(request, work),
  inJob: (work: () => unknown) => context.with(withScope(ROOT_CONTEXT, 'job-3'), work),
  inExporter: (work: () => unknown) => context.with(suppressTracing(ROOT_CONTEXT), work),
});

process.on('exit', () => {
  const records = exporter.getFinishedLogRecords().map((record) => ({
    body: record.body,
    event: record.eventName,
    time: hrTimeToMilliseconds(record.hrTime),
    severity: record.severityNumber,
    text: record.severityText,
    trace: record.spanContext?.traceId,
    span: record.spanContext?.spanId,
    attributes: record.attributes,
  }));
  writeSync(3, JSON.stringify(records));
});
