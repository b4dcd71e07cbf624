import { Counter, Registry } from 'prom-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ExportMetricsRequest } from './otlp.ts';
import { type Report, type ReportOptions, reportOwnTelemetry } from './report.ts';

const START = 1_760_000_003_000;

let sent: ExportMetricsRequest[];
let said: string[];
let send: ReportOptions['send'];
let registry: Registry;
let report: Report | undefined;

beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  sent = [];
  said = [];
  registry = new Registry();
  new Counter({ name: 'a_total', help: '-', registers: [registry] }).inc();
  send = async (request) => void sent.push(request);
});
afterEach(async () => {
  await report?.stop();
  vi.useRealTimers();
});

function start(everyMs = 10_000): void {
  report = reportOwnTelemetry({
    name: 'collector',
    registry,
    everyMs,
    send: (request) => send(request),
    log: {
      warn: (_, message) => said.push(`warn ${message}`),
      info: ({ failures }: { failures?: number }, message) =>
        said.push(`info ${message} ${failures}`),
    },
  });
}

const times = () =>
  sent.map((request) => {
    const metric = request.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0];
    return Number(metric?.sum?.dataPoints[0]?.timeUnixNano) / 1e6;
  });

it('takes snapshots at multiples of the interval, as the others do', async () => {
  start();
  await vi.advanceTimersByTimeAsync(6_999);
  expect(times()).toEqual([]);
  await vi.advanceTimersByTimeAsync(20_001);
  expect(times()).toEqual([1_760_000_010_000, 1_760_000_020_000, 1_760_000_030_000]);
  const attributes = sent[0]?.resourceMetrics[0]?.resource.attributes ?? [];
  expect(Object.fromEntries(attributes.map(({ key, value }) => [key, value]))).toMatchObject({
    'service.name': { stringValue: 'nunchi-collector' },
    'service.namespace': { stringValue: 'nunchi' },
    'process.pid': { intValue: String(process.pid) },
  });
});

it('of zero seconds does nothing', async () => {
  start(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual([]);
  expect(await registry.metrics()).not.toContain('snapshots');
});

it('fails quietly: one line when it goes on failing, one when it is over', async () => {
  start();
  let down = true;
  send = async (request) => {
    if (down) throw new Error('down');
    sent.push(request);
  };
  await vi.advanceTimersByTimeAsync(10_000);
  expect(said).toEqual([]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(said).toEqual(['warn own telemetry is not stored']);
  down = false;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said).toEqual([
    'warn own telemetry is not stored',
    'info own telemetry is stored again 4',
  ]);
  expect(await registry.metrics()).toContain('{outcome="dropped"} 4');
  expect(await registry.metrics()).toContain('{outcome="sent"} 2');
});

it('queues nothing behind a collector that hangs: what comes after is the newest', async () => {
  start();
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = send;
  send = async (request) => {
    await first(request);
    await promise;
  };
  await vi.advanceTimersByTimeAsync(40_000);
  expect(times()).toHaveLength(1);
  resolve();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(times()).toEqual([1_760_000_010_000, 1_760_000_050_000]);
});
