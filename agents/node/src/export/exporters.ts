import { TraceFlags } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import {
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { Resource } from '@opentelemetry/resources';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  InstrumentType,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Diagnostics } from '../context.ts';
import type { Environment } from '../environment.ts';
import type { BatchSettings } from '../settings.ts';
import { Batching, type Item } from './batching.ts';
import { destinationOf, type Signal } from './destination.ts';
import { type LogFields, writeLogRecord } from './otlp/log-record.ts';
import { writeSpan } from './otlp/span.ts';
import type { Writer } from './otlp/writer.ts';
import { Outbox } from './outbox.ts';
import { post } from './post.ts';

export interface ExportOptions {
  readonly env: Environment;
  readonly maxBytes: number;
  readonly diagnostics: Diagnostics;
}

export interface BatchOptions extends ExportOptions {
  readonly resource: Resource;
  readonly batch: BatchSettings;
}

/** What an SDK hands its records to. */
export interface Processing<Processor> {
  readonly processor: Processor;
  readonly outbox: Outbox;
}

const TEMPORALITIES = ['cumulative', 'delta', 'lowmemory'] as const;

interface Refusal {
  readonly items: number;
  readonly message: string;
}

type Refused = (answer: Buffer) => Refusal;

export function exportTraces(options: BatchOptions): Processing<SpanProcessor> {
  const outbox = outboxFor('traces', options, (answer) => {
    const partial = ProtobufTraceSerializer.deserializeResponse(answer).partialSuccess;
    return refusal(partial?.rejectedSpans, partial?.errorMessage);
  });
  const batching = batchingInto<ReadableSpan>(outbox, options, writeSpan);
  const processor: SpanProcessor = {
    onStart() {},
    onEnd(span) {
      const isSampled = (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
      if (isSampled) batching.add(span);
    },
    forceFlush: async () => batching.flush(),
    shutdown: async () => batching.flush(),
  };
  return { processor, outbox };
}

export interface LogProcessing extends Processing<LogRecordProcessor> {
  /** Takes a record past the SDK. */
  readonly add: (record: LogFields) => void;
}

export function exportLogs(options: BatchOptions): LogProcessing {
  const outbox = outboxFor('logs', options, (answer) => {
    const partial = ProtobufLogsSerializer.deserializeResponse(answer).partialSuccess;
    return refusal(partial?.rejectedLogRecords, partial?.errorMessage);
  });
  const batching = batchingInto<LogFields>(outbox, options, writeLogRecord);
  const add = (record: LogFields) => batching.add(record);
  const processor: LogRecordProcessor = {
    onEmit: add,
    forceFlush: async () => batching.flush(),
    shutdown: async () => batching.flush(),
  };
  return { processor, outbox, add };
}

export function exportMetrics(options: ExportOptions): {
  readonly exporter: PushMetricExporter;
  readonly outbox: Outbox;
} {
  const outbox = outboxFor('metrics', options, (answer) => {
    const partial = ProtobufMetricsSerializer.deserializeResponse(answer).partialSuccess;
    return refusal(partial?.rejectedDataPoints, partial?.errorMessage);
  });
  const variable = 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE';
  const preference = options.env.choice(variable, TEMPORALITIES, 'cumulative');
  const selectAggregationTemporality = temporality(preference);
  // It answers as soon as the points are in the outbox: the SDK's own exporters hold timers while a
  // request is under way, and those would hold up the host's end.
  const exporter: PushMetricExporter = {
    export(metrics, done) {
      const body = ProtobufMetricsSerializer.serializeRequest(metrics);
      if (body) outbox.add({ body, items: pointsIn(metrics) });
      done({ code: ExportResultCode.SUCCESS });
    },
    selectAggregationTemporality,
    // The agent flushes the outboxes itself, when it stops.
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  return { exporter, outbox };
}

function pointsIn({ scopeMetrics }: ResourceMetrics): number {
  return scopeMetrics
    .flatMap(({ metrics }) => metrics)
    .reduce((points, { dataPoints }) => points + dataPoints.length, 0);
}

function outboxFor(name: Signal, options: ExportOptions, refused: Refused): Outbox {
  const { env, maxBytes, diagnostics } = options;
  const destination = destinationOf(name, env);
  return new Outbox({
    name,
    to: destination.url.origin,
    maxBytes,
    post: (body, abort) => post(destination, body, abort),
    refused: (answer) => (answer.length === 0 ? NOTHING : carefully(refused, answer)),
    diagnostics,
  });
}

function batchingInto<Record extends Item>(
  outbox: Outbox,
  { resource, batch, diagnostics }: BatchOptions,
  write: (writer: Writer, record: Record) => void,
): Batching<Record> {
  return new Batching({
    resource,
    write,
    maxItems: batch.maxExportBatchSize,
    delayMs: batch.scheduledDelayMillis,
    add: (made) => outbox.add(made),
    lost: (items) => outbox.lose(items),
    diagnostics,
  });
}

/** Something in between may answer 200 with a page of its own. */
function carefully(read: Refused, answer: Buffer): Refusal {
  try {
    return read(answer);
  } catch {
    return NOTHING;
  }
}

const NOTHING: Refusal = { items: 0, message: '' };

function refusal(items: unknown, message: string | undefined): Refusal {
  return { items: Number(items ?? 0), message: message ?? '' };
}

/** As the OTLP exporter's specification has it. */
function temporality(
  preference: (typeof TEMPORALITIES)[number],
): (type: InstrumentType) => AggregationTemporality {
  const { CUMULATIVE, DELTA } = AggregationTemporality;
  const upDown: readonly InstrumentType[] = [
    InstrumentType.UP_DOWN_COUNTER,
    InstrumentType.OBSERVABLE_UP_DOWN_COUNTER,
  ];
  const synchronous: readonly InstrumentType[] = [InstrumentType.COUNTER, InstrumentType.HISTOGRAM];
  if (preference === 'delta') return (type) => (upDown.includes(type) ? CUMULATIVE : DELTA);
  if (preference === 'lowmemory')
    return (type) => (synchronous.includes(type) ? DELTA : CUMULATIVE);
  return () => CUMULATIVE;
}
