import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';
import { readSettings } from './settings.ts';

function settingsOf(variables: NodeJS.ProcessEnv) {
  const problems: string[] = [];
  const env = readEnvironment(variables, (problem) => problems.push(problem));
  return { ...readSettings(env), problems };
}

test('nothing said → soon visible: spans and logs after 1 s, metrics every 10 s', () => {
  const settings = settingsOf({});
  const batch = { scheduledDelayMillis: 1000, maxQueueSize: 2048, maxExportBatchSize: 512 };
  expect(settings).toMatchObject({ traces: batch, logs: batch, metrics: { intervalMs: 10_000 } });
  expect(settings).toMatchObject({ quiet: false, outboxBytes: 4 * 1024 * 1024, problems: [] });
});

test("OpenTelemetry's variables mean what they mean elsewhere", () => {
  const settings = settingsOf({
    OTEL_BSP_SCHEDULE_DELAY: '200',
    OTEL_BSP_MAX_QUEUE_SIZE: '100',
    OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '7',
    OTEL_METRIC_EXPORT_INTERVAL: '60000',
    OTEL_ATTRIBUTE_COUNT_LIMIT: '64',
    OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '256',
  });
  expect(settings.traces).toEqual({
    scheduledDelayMillis: 200,
    maxQueueSize: 100,
    maxExportBatchSize: 100,
  });
  expect(settings.logs?.maxExportBatchSize).toBe(7);
  expect(settings.metrics).toEqual({ intervalMs: 60_000 });
  expect(settings.spanLimits).toEqual({ attributeCountLimit: 64, attributeValueLengthLimit: 256 });
  expect(settings.logLimits).toEqual({ attributeCountLimit: 64 });
});

test('a signal can be left out', () => {
  const settings = settingsOf({ OTEL_LOGS_EXPORTER: 'none' });
  expect(settings.logs).toBeUndefined();
  expect(settings.traces).toBeDefined();
});

test('what makes no sense is said, and the default used', () => {
  const { problems, metrics } = settingsOf({
    OTEL_METRIC_EXPORT_INTERVAL: 'soon',
    OTEL_TRACES_EXPORTER: 'zipkin',
  });
  expect(metrics).toEqual({ intervalMs: 10_000 });
  expect(problems.join('\n')).toMatch(/zipkin[^]*soon/);
});
