import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { expect, it } from 'vitest';
import { observeWith } from './metrics.ts';
import { Peers } from './peers.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { callPeer } from './testing.ts';

it('calls by outcome, transitions, evictions and the state of each peer', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const observer = observeWith(provider.getMeter('test'), () => peers.statuses());
  const peers = new Peers({ now: () => 1_000, observer, maxPeers: 2 });
  peers.configure({ ...DEFAULT_SETTINGS, minimumRequests: 2 }, new Map());
  for (const host of ['gone', 'good', 'bad', 'bad', 'bad']) {
    callPeer(peers, host, { at: 1_000, outcome: host === 'bad' ? 'failure' : 'success' });
  }
  await reader.forceFlush();

  const metrics = exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics ?? [];
  const points = metrics.flatMap(({ descriptor, dataPoints }) =>
    dataPoints.map(({ attributes, value }) => {
      const { 'server.address': host, 'server.port': port, ...rest } = attributes;
      const labels = [host && `${String(host)}:${String(port)}`, ...Object.values(rest)];
      return `${descriptor.name} ${labels.filter(Boolean).join(' ')} ${String(value)}`;
    }),
  );
  expect(points.toSorted()).toEqual([
    'nunchi.breaker.calls bad:80 failure 2',
    'nunchi.breaker.calls bad:80 rejected 1',
    'nunchi.breaker.calls gone:80 success 1',
    'nunchi.breaker.calls good:80 success 1',
    'nunchi.breaker.evictions  1',
    'nunchi.breaker.state bad:80 2',
    'nunchi.breaker.state good:80 0',
    'nunchi.breaker.transitions bad:80 closed open 1',
  ]);
  await provider.shutdown();
});
