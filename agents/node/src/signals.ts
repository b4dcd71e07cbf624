import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { type LoggerProvider as Loggers, logs } from '@opentelemetry/api-logs';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import {
  MeterProvider,
  type MetricProducer,
  type MetricReader,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { type Sampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Diagnostics } from './context.ts';
import { EmittingContextManager } from './context-manager.ts';
import { correlationOfLogs, correlationOfSpans } from './correlation/processors.ts';
import { CorrelationPropagator } from './correlation/propagator.ts';
import { exportLogs, exportMetrics, type ExportOptions, exportTraces } from './export/exporters.ts';
import type { Outbox } from './export/outbox.ts';
import { directLoggers } from './logs/direct.ts';
import { errorTypeOfSpans } from './instrumentations/error-type.ts';
import type { Environment } from './environment.ts';
import type { Settings } from './settings.ts';

export interface Signals {
  readonly tracerProvider: TracerProvider;
  readonly meterProvider: MeterProvider;
  /** For the instrumentations; applications find the SDK's by the API. */
  readonly loggerProvider: Loggers;
  readonly outboxes: ReadonlyMap<string, Outbox>;
  /** Sends what there is; gives up when the signal is aborted. */
  flush(signal: AbortSignal, close?: boolean): Promise<void>;
}

export interface SignalOptions {
  readonly env: Environment;
  readonly settings: Settings;
  readonly resource: Resource;
  readonly sampler: Sampler;
  readonly producers: MetricProducer[];
  /** Others that ask for the metrics. */
  readonly readers: readonly MetricReader[];
  readonly diagnostics: Diagnostics;
}

/** Builds OpenTelemetry's SDK for the three signals and makes it the one that the API uses. */
export function startSignals(options: SignalOptions): Signals {
  const { env, settings, resource, sampler, producers, diagnostics } = options;
  const exporting: ExportOptions = { env, maxBytes: settings.outboxBytes, diagnostics };
  const outboxes = new Map<string, Outbox>();

  const readers: MetricReader[] = [...options.readers];
  if (settings.metrics) {
    const { exporter, outbox } = exportMetrics(exporting);
    const { intervalMs } = settings.metrics;
    outboxes.set('metrics', outbox);
    readers.push(
      new PeriodicExportingMetricReader({
        exporter,
        exportIntervalMillis: intervalMs,
        exportTimeoutMillis: intervalMs,
        metricProducers: producers,
      }),
    );
  }
  const meterProvider = new MeterProvider({ resource, readers });

  const spanProcessors = [];
  if (settings.traces) {
    const { processor, outbox } = exportTraces({ ...exporting, resource, batch: settings.traces });
    outboxes.set('traces', outbox);
    spanProcessors.push(correlationOfSpans, errorTypeOfSpans, processor);
  }
  const tracerProvider = new TracerProvider({
    resource,
    sampler,
    spanProcessors,
    spanLimits: settings.spanLimits,
  });

  const processors = [];
  let direct: Loggers | undefined;
  if (settings.logs) {
    const { processor, outbox, add } = exportLogs({ ...exporting, resource, batch: settings.logs });
    outboxes.set('logs', outbox);
    processors.push(correlationOfLogs, processor);
    const areLimited = Object.keys(settings.logLimits).length > 0;
    if (!areLimited) direct = directLoggers(add);
  }
  const loggerProvider = new LoggerProvider({
    resource,
    processors,
    logRecordLimits: settings.logLimits,
  });

  context.setGlobalContextManager(new EmittingContextManager().enable());
  propagation.setGlobalPropagator(
    new CompositePropagator({
      propagators: [new W3CTraceContextPropagator(), new CorrelationPropagator()],
    }),
  );
  metrics.setGlobalMeterProvider(meterProvider);
  trace.setGlobalTracerProvider(tracerProvider);
  logs.setGlobalLoggerProvider(loggerProvider);

  return {
    tracerProvider,
    meterProvider,
    loggerProvider: direct ?? loggerProvider,
    outboxes,
    async flush(signal, close = false) {
      const providers = [tracerProvider, loggerProvider, meterProvider];
      await Promise.allSettled(providers.map((provider) => provider.forceFlush()));
      await Promise.allSettled([...outboxes.values()].map((outbox) => outbox.flush(signal, close)));
    },
  };
}
