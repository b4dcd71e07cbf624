import { renameSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter as JsonLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import {
  AggregationTemporalityPreference,
  OTLPMetricExporter as JsonMetricExporter,
} from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import {
  AggregationType,
  type DataPoint,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Collector } from '../app.ts';
import { useCollectors } from '../testing/collector.ts';
import { readTable } from './testing/stored.ts';

const test = useCollectors();
afterEach(() => vi.unstubAllEnvs());

const { CUMULATIVE, DELTA } = AggregationTemporalityPreference;
const BINARY = { Trace: OTLPTraceExporter, Log: OTLPLogExporter, Metric: OTLPMetricExporter };
const JSON_TEXT = { Trace: JsonTraceExporter, Log: JsonLogExporter, Metric: JsonMetricExporter };
const CLIENTS = [
  ['in protobuf', BINARY, 'none', CUMULATIVE],
  ['in protobuf with gzip', BINARY, 'gzip', DELTA],
  ['in JSON', JSON_TEXT, 'none', DELTA],
  ['in JSON with gzip', JSON_TEXT, 'gzip', CUMULATIVE],
] as const;

/** Lets the collector listen, and the exporters know where by their usual variables. */
async function listening(compression: string): Promise<Collector> {
  const collector = await test.start();
  await collector.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = collector.app.server.address() as AddressInfo;
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${port}`);
  vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', compression);
  return collector;
}

interface Exporter<Data> {
  export(data: Data, done: (result: { code: number; error?: Error }) => void): void;
  shutdown(): Promise<void>;
}

async function send<Data>(exporter: Exporter<Data>, data: Data) {
  const result = await new Promise<{ code: number; error?: Error }>((resolve) =>
    exporter.export(data, resolve),
  );
  await exporter.shutdown();
  return result;
}

const SUCCESS = { code: 0 };
const nanoseconds = ([seconds, rest]: readonly [number, number]) =>
  String(BigInt(seconds) * 1_000_000_000n + BigInt(rest));

const resource = resourceFromAttributes(
  { 'service.name': 'exported', 'service.version': '7', pid: 42, tags: ['a', 'b'] },
  { schemaUrl: 'https://example.com/resource' },
);
const TAGS = '{"values":[{"stringValue":"a"},{"stringValue":"b"}]}';
const RESOURCE_STORED = {
  service: 'exported',
  version: '7',
  attributes: { 'service.name': 'exported', 'service.version': '7', pid: '42', tags: TAGS },
  attribute_types: 'ssia',
  schema_url: 'https://example.com/resource',
};

const TRACE = '5b8efff798038103d269b633813fc60c';
const context = (spanId: string, traceId = TRACE) => ({ traceId, spanId, traceFlags: 1 });

const span = (spanId: string, more: Partial<ReadableSpan> = {}): ReadableSpan => ({
  name: 'GET /',
  kind: 1,
  spanContext: () => context(spanId),
  startTime: [1_793_000_000, 123_456_789],
  endTime: [1_793_000_001, 3],
  duration: [0, 876_543_214],
  status: { code: 0 },
  attributes: {},
  links: [],
  events: [],
  ended: true,
  resource,
  instrumentationScope: { name: 'tracer', version: '1', schemaUrl: 'https://example.com/scope' },
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
  ...more,
});

describe("OpenTelemetry's exporters", () => {
  it.each(CLIENTS)('send spans %s', async (_name, { Trace }, compression) => {
    const collector = await listening(compression);
    const recorded = span('eee19b7ec3c1b174', {
      parentSpanContext: { ...context('eee19b7ec3c1b173'), isRemote: true },
      attributes: { text: '눈치', int: -5, double: 0.5, yes: true, list: ['a', 'b'] },
      status: { code: 2, message: 'refused' },
      events: [{ name: 'exception', time: [1_793_000_000, 5], attributes: { n: 1 } }],
      links: [{ context: context('aa'.repeat(8), 'bb'.repeat(16)), attributes: { why: 'batch' } }],
      droppedAttributesCount: 1,
      droppedEventsCount: 2,
      droppedLinksCount: 3,
    });
    expect(await send(new Trace(), [recorded])).toEqual(SUCCESS);
    await test.stop(collector);
    const [row, ...others] = await readTable(test.store, 'spans');
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      trace_id: TRACE,
      span_id: 'eee19b7ec3c1b174',
      parent_span_id: 'eee19b7ec3c1b173',
      flags: 0x301,
      name: 'GET /',
      // The API's kinds begin with internal = 0, the protocol's with unspecified.
      kind: recorded.kind + 1,
      start_time: nanoseconds(recorded.startTime),
      duration_ns: nanoseconds(recorded.duration),
      status_code: 2,
      status_message: 'refused',
      attributes: { text: '눈치', int: '-5', double: '0.5', yes: 'true', list: TAGS },
      attribute_types: 'sidba',
      'events.time': ['1793000000000000005'],
      'events.name': ['exception'],
      'events.attributes': [{ n: '1' }],
      'links.trace_id': ['bb'.repeat(16)],
      'links.span_id': ['aa'.repeat(8)],
      'links.attributes': [{ why: 'batch' }],
      dropped_attributes_count: 1,
      dropped_events_count: 2,
      dropped_links_count: 3,
      scope_name: 'tracer',
      scope_version: '1',
      scope_schema_url: 'https://example.com/scope',
    });
    expect(await readTable(test.store, 'resources')).toContainEqual(
      expect.objectContaining(RESOURCE_STORED),
    );
  });

  it.each(CLIENTS)('send log records %s', async (_name, { Log }, compression) => {
    await test.store.command('TRUNCATE TABLE logs');
    const collector = await listening(compression);
    const memory = new InMemoryLogRecordExporter();
    const provider = new LoggerProvider({
      resource,
      processors: [new SimpleLogRecordProcessor({ exporter: memory })],
    });
    const logger = provider.getLogger('logger', '2');
    const bodies = ['text', 7, 1.5, true, new Uint8Array([0, 255]), ['a', 'b'], { key: 'v' }];
    for (const [index, body] of [...bodies, undefined].entries()) {
      logger.emit({
        timestamp: [1_793_000_000, index],
        observedTimestamp: [1_793_000_001, index],
        severityNumber: SeverityNumber.WARN2,
        severityText: 'careful',
        eventName: 'an.event',
        attributes: { index },
        ...(body !== undefined && { body }),
      });
    }
    const recorded = memory.getFinishedLogRecords();
    expect(await send(new Log(), recorded)).toEqual(SUCCESS);
    await test.stop(collector);
    const rows = await readTable(test.store, 'logs');
    expect(rows.map((row) => [row['body'], row['body_type']])).toEqual([
      ['text', ''],
      ['7', 'i'],
      ['1.5', 'd'],
      ['true', 'b'],
      ['AP8=', 'x'],
      [TAGS, 'a'],
      ['{"values":[{"key":"key","value":{"stringValue":"v"}}]}', 'k'],
      ['', 'n'],
    ]);
    for (const [index, row] of rows.entries()) {
      expect(row).toMatchObject({
        service: 'exported',
        scope_name: 'logger',
        scope_version: '2',
        time: `179300000000000000${index}`,
        observed_time: `179300000100000000${index}`,
        severity_number: 14,
        severity_text: 'careful',
        event_name: 'an.event',
        attributes: { index: String(index) },
      });
    }
  });

  it.each(CLIENTS)('send metrics %s', async (_name, { Metric }, compression, temporality) => {
    for (const table of ['series', 'points', 'histograms', 'exponential_histograms']) {
      await test.store.command(`TRUNCATE TABLE metric_${table}`);
    }
    const collector = await listening(compression);
    const exporter = new Metric({ temporalityPreference: temporality });
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({
      resource,
      readers: [reader],
      views: [
        {
          instrumentName: 'size',
          aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: 20 } },
        },
      ],
    });
    const meter = provider.getMeter('meter', '3', { schemaUrl: 'https://example.com/meter' });
    meter.createCounter('requests', { unit: '1', description: 'so many' }).add(3, { route: '/a' });
    meter.createUpDownCounter('open', { valueType: 0 }).add(-2);
    meter.createGauge('temperature').record(36.6);
    const bounds = { advice: { explicitBucketBoundaries: [10, 20] } };
    const latency = meter.createHistogram('latency', { unit: 'ms', ...bounds });
    for (const value of [5, 15, 16, 100]) latency.record(value);
    const size = meter.createHistogram('size');
    for (const value of [0, 1, 4, 1_000]) size.record(value);
    const { resourceMetrics } = await reader.collect();
    expect(await send(exporter, resourceMetrics)).toEqual(SUCCESS);
    await test.stop(collector);

    const recorded = new Map(
      resourceMetrics.scopeMetrics
        .flatMap(({ metrics }) => metrics)
        .map((metric) => [metric.descriptor.name, metric.dataPoints[0] as DataPoint<unknown>]),
    );
    const timesOf = (metric: string) => ({
      start_time: nanoseconds(recorded.get(metric)?.startTime ?? [0, 0]),
      time: nanoseconds(recorded.get(metric)?.endTime ?? [0, 0]),
    });
    const rowOf = async (table: string, metric: string) =>
      (await readTable(test.store, table)).filter((row) => row['metric'] === metric);
    const delta = temporality === DELTA;
    const origin = { service: 'exported', scope_name: 'meter', scope_version: '3' };
    const series = await readTable(test.store, 'metric_series');
    const byName = series.map((row) => [row['metric'], row] as const);
    expect(Object.fromEntries(byName)).toMatchObject({
      requests: {
        ...origin,
        scope_schema_url: 'https://example.com/meter',
        kind: 'sum',
        monotonic: true,
        temporality: delta ? 1 : 2,
        unit: '1',
        description: 'so many',
        attributes: { route: '/a' },
      },
      // What goes up and down is always told as a whole.
      open: { ...origin, kind: 'sum', monotonic: false, temporality: 2 },
      temperature: { ...origin, kind: 'gauge', temporality: 0 },
      latency: { ...origin, kind: 'histogram', temporality: delta ? 1 : 2, unit: 'ms' },
      size: { ...origin, kind: 'exponential_histogram', temporality: delta ? 1 : 2 },
    });
    expect(await rowOf('metric_points', 'requests')).toMatchObject([
      { value: 3, value_type: 'd', ...timesOf('requests') },
    ]);
    expect(await rowOf('metric_points', 'open')).toMatchObject([
      { int_value: '-2', value_type: 'i', ...timesOf('open') },
    ]);
    expect(await rowOf('metric_points', 'temperature')).toMatchObject([
      { value: 36.6, value_type: 'd', time: timesOf('temperature').time },
    ]);
    expect(await rowOf('metric_histograms', 'latency')).toMatchObject([
      {
        ...timesOf('latency'),
        count: '4',
        sum: 136,
        min: 5,
        max: 100,
        bucket_counts: ['1', '2', '1'],
        explicit_bounds: [10, 20],
      },
    ]);
    const point = recorded.get('size')?.value as {
      scale: number;
      positive: { offset: number; bucketCounts: number[] };
    };
    expect(await rowOf('metric_exponential_histograms', 'size')).toMatchObject([
      {
        ...timesOf('size'),
        count: '4',
        sum: 1_005,
        min: 0,
        max: 1_000,
        zero_count: '1',
        scale: point.scale,
        positive_offset: point.positive.offset,
        positive_bucket_counts: point.positive.bucketCounts.map(String),
        negative_bucket_counts: [],
      },
    ]);
  });

  const requests = async (collector: Collector, status: number): Promise<number> => {
    const { body } = await collector.app.inject('/metrics');
    const line = new RegExp(`requests_total{signal="traces",status="${status}"} (\\d+)`).exec(body);
    return Number(line?.[1] ?? 0);
  };
  const TRACERS = CLIENTS.filter(([, , compression]) => compression === 'none');

  it.each(TRACERS)('come again after a 503, %s, and are stored once', async (_name, { Trace }) => {
    const collector = await listening('none');
    const journal = join(test.directory, 'collector');
    renameSync(journal, `${journal}-away`);
    const sent = send(new Trace(), [span('aaaaaaaaaaaaaaaa'), span('bbbbbbbbbbbbbbbb')]);
    await expect.poll(() => requests(collector, 503)).toBe(1);
    renameSync(`${journal}-away`, journal);
    expect(await sent).toEqual(SUCCESS);
    expect([await requests(collector, 503), await requests(collector, 200)]).toEqual([1, 1]);
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(2);
  });

  it.each(TRACERS)('do not come again after a partial success, %s', async (_name, { Trace }) => {
    const collector = await listening('none');
    const invalid = { spanContext: () => context('0'.repeat(16)) };
    const spans = [span('aaaaaaaaaaaaaaaa'), span('bbbbbbbbbbbbbbbb', invalid)];
    expect(await send(new Trace(), spans)).toEqual(SUCCESS);
    expect(await requests(collector, 200)).toBe(1);
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(1);
  });

  it.each(TRACERS)('do not come again after a 400, %s, and say why', async (_name, { Trace }) => {
    const collector = await listening('none');
    const exporter = new Trace({ headers: { 'content-encoding': 'gzip' } });
    const { code, error } = await send(exporter, [span('aaaaaaaaaaaaaaaa')]);
    expect(code).toBe(1);
    expect(error).toMatchObject({ code: 400, data: expect.stringMatching(/the body is not gzip/) });
    expect(await requests(collector, 400)).toBe(1);
  });
});
