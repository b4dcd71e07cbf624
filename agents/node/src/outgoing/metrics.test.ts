import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { expect, it } from 'vitest';
import { testPeers } from '../breakers/testing.ts';
import { observeOutgoing } from './metrics.ts';

async function points(places: number): Promise<string[]> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const { peers } = testPeers();
  const settings = { places, queue: 1, breakers: true, timeoutMs: 1, unlimitedPeers: new Set('') };
  const meter = provider.getMeter('test');
  const observer = observeOutgoing(meter, () => peers.all(), settings);
  const peer = peers.find('pay', 80);
  peer.inFlight = 3;
  observer.timedOut(peer.address);
  observer.full(peer.address);
  observer.full(peer.address);
  observer.fellBack(peer.address, 'full');
  await reader.forceFlush();
  const metrics = exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics ?? [];
  await provider.shutdown();
  return metrics
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ attributes, value }) =>
        [descriptor.name, ...Object.values(attributes), value].join(' '),
      ),
    )
    .toSorted();
}

it('timeouts, refusals and fallbacks by peer, and how full each bulkhead is', async () => {
  expect(await points(5)).toEqual([
    'nunchi.bulkhead.in_flight pay 80 3',
    'nunchi.bulkhead.rejected pay 80 2',
    'nunchi.bulkhead.waiting pay 80 0',
    'nunchi.fallbacks pay 80 full 1',
    'nunchi.outgoing.timeouts pay 80 1',
  ]);
});

it('without bulkheads nothing is said of them at each collection', async () => {
  expect((await points(Infinity)).filter((point) => point.includes('in_flight'))).toEqual([]);
});
