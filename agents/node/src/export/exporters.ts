import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import {
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  InstrumentType,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Diagnostics } from '../context.ts';
import type { Environment } from '../environment.ts';
import { destinationOf, type Signal } from './destination.ts';
import { Outbox } from './outbox.ts';
import { post } from './post.ts';

/**
 * An exporter that answers as soon as the records are encoded and in the outbox. The SDK's own
 * exporters hold timers while a request is under way, and those would hold up the host's end.
 */
export interface Exporter<Records> {
  export(records: Records, done: (result: ExportResult) => void): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

export interface Exporting<Records> {
  readonly exporter: Exporter<Records>;
  readonly outbox: Outbox;
}

export interface ExportOptions {
  readonly env: Environment;
  readonly maxBytes: number;
  readonly diagnostics: Diagnostics;
}

const TEMPORALITIES = ['cumulative', 'delta', 'lowmemory'] as const;

interface Encoding<Records> {
  readonly signal: Signal;
  readonly encode: (records: Records) => Uint8Array | undefined;
  readonly count: (records: Records) => number;
  readonly refused: (answer: Buffer) => Refusal;
}

interface Refusal {
  readonly items: number;
  readonly message: string;
}

export function exportTraces(options: ExportOptions): Exporting<ReadableSpan[]> {
  return exporting(options, {
    signal: 'traces',
    encode: (spans) => ProtobufTraceSerializer.serializeRequest(spans),
    count: (spans) => spans.length,
    refused: (answer) => {
      const partial = ProtobufTraceSerializer.deserializeResponse(answer).partialSuccess;
      return refusal(partial?.rejectedSpans, partial?.errorMessage);
    },
  });
}

export function exportLogs(options: ExportOptions): Exporting<ReadableLogRecord[]> {
  return exporting(options, {
    signal: 'logs',
    encode: (records) => ProtobufLogsSerializer.serializeRequest(records),
    count: (records) => records.length,
    refused: (answer) => {
      const partial = ProtobufLogsSerializer.deserializeResponse(answer).partialSuccess;
      return refusal(partial?.rejectedLogRecords, partial?.errorMessage);
    },
  });
}

export function exportMetrics(options: ExportOptions): {
  readonly exporter: PushMetricExporter;
  readonly outbox: Outbox;
} {
  const { exporter, outbox } = exporting<ResourceMetrics>(options, {
    signal: 'metrics',
    encode: (metrics) => ProtobufMetricsSerializer.serializeRequest(metrics),
    count: ({ scopeMetrics }) =>
      scopeMetrics
        .flatMap(({ metrics }) => metrics)
        .reduce((points, { dataPoints }) => points + dataPoints.length, 0),
    refused: (answer) => {
      const partial = ProtobufMetricsSerializer.deserializeResponse(answer).partialSuccess;
      return refusal(partial?.rejectedDataPoints, partial?.errorMessage);
    },
  });
  const variable = 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE';
  const preference = options.env.choice(variable, TEMPORALITIES, 'cumulative');
  const selectAggregationTemporality = temporality(preference);
  return { exporter: { ...exporter, selectAggregationTemporality }, outbox };
}

function exporting<Records>(
  { env, maxBytes, diagnostics }: ExportOptions,
  { signal, encode, count, refused }: Encoding<Records>,
): Exporting<Records> {
  const destination = destinationOf(signal, env);
  const outbox = new Outbox({
    name: signal,
    to: destination.url.origin,
    maxBytes,
    post: (body, abort) => post(destination, body, abort),
    refused: (answer) => (answer.length === 0 ? NOTHING : carefully(refused, answer)),
    diagnostics,
  });
  const exporter: Exporter<Records> = {
    export(records, done) {
      const body = encode(records);
      if (body) outbox.add({ body, items: count(records) });
      done({ code: ExportResultCode.SUCCESS });
    },
    // The agent flushes the outboxes itself, when it stops.
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  return { exporter, outbox };
}

/** Something in between may answer 200 with a page of its own. */
function carefully(read: (answer: Buffer) => Refusal, answer: Buffer): Refusal {
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
