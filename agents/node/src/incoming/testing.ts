// A real server, watched; a clock that only the test moves; what was counted.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { Servers, watchServers } from './servers.ts';
import type { SheddingSettings } from './settings.ts';
import { Shedding } from './shedding.ts';

export const SETTINGS: SheddingSettings = { delayMs: 500, queueSize: 0, queueMs: 1000 };

export interface Rig {
  readonly servers: Servers;
  readonly shedding: Shedding;
  readonly faults: unknown[];
  listen(handler: http.RequestListener, server?: http.Server): Promise<string>;
  /** So many turns of the clock, each so late, with so many requests. */
  turns(count: number, delayMs: number, requests?: number): void;
  wait(ms: number): void;
  /** `nunchi.shed.requests {reason} 1` and so on. */
  metrics(): Promise<string[]>;
  close(): Promise<void>;
}

export function rig(settings: Partial<SheddingSettings> = {}): Rig {
  let now = 1_000_000;
  const faults: unknown[] = [];
  const open = new Set<http.Server>();
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const servers = new Servers(() => shedding.begin());
  const watch = watchServers(servers, {
    withConnections: true,
    onFault: (error) => faults.push(error),
  });
  const shedding: Shedding = new Shedding({
    servers,
    settings: { ...SETTINGS, ...settings },
    deliver: watch.deliver,
    meter: provider.getMeter('test'),
    now: () => now,
  });
  return {
    servers,
    shedding,
    faults,
    async listen(handler, server = http.createServer()) {
      open.add(server);
      server.on('request', handler);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    turns(count, delayMs, requests = 10) {
      for (let turn = 0; turn < count; turn += 1) {
        servers.requests += requests;
        now += 100 + delayMs;
        shedding.turn(delayMs, 1);
      }
    },
    wait(ms) {
      now += ms;
    },
    async metrics() {
      await reader.forceFlush();
      const { metrics = [] } = exporter.getMetrics().at(-1)?.scopeMetrics[0] ?? {};
      return metrics.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) =>
          [descriptor.name, ...Object.values(attributes), value].join(' '),
        ),
      );
    },
    async close() {
      watch.undo();
      for (const server of open) {
        server.close();
        server.closeAllConnections();
      }
      await provider.shutdown();
    },
  };
}
