import { Counter, type Registry } from 'prom-client';
import type { OwnProcess } from './names.ts';
import { type ExportMetricsRequest, Snapshots } from './otlp.ts';
import { ownResource } from './resource.ts';

export interface ReportOptions {
  readonly name: OwnProcess;
  readonly registry: Registry;
  /** 0: nothing is reported. */
  readonly everyMs: number;
  /** Resolves when the snapshot is stored durably. What fails is dropped: the next one says more. */
  readonly send: (request: ExportMetricsRequest) => Promise<void>;
  readonly log: {
    warn(fields: object, message: string): void;
    info(fields: object, message: string): void;
  };
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface Report {
  /** No more snapshots; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/** One failure is a restart of the collector, which is told elsewhere. */
const FAILURES_TO_TELL = 2;

/**
 * Sends what a process tells of itself, now and then. All processes do it at the same moments, the
 * multiples of the interval, so that the collector stores them together.
 */
export function reportOwnTelemetry(options: ReportOptions): Report {
  const { name, registry, everyMs, send, log, now = Date.now } = options;
  if (everyMs === 0) return { stop: async () => undefined };
  const outcomes = new Counter({
    name: 'nunchi_own_telemetry_snapshots_total',
    help: 'Snapshots of the metrics of this process for the store: sent, or dropped',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const startedMs = now() - performance.now();
  const snapshots = new Snapshots(registry, ownResource(name), startedMs);
  let failures = 0;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout;

  async function report(atMs: number): Promise<void> {
    try {
      await send(await snapshots.take(atMs));
      outcomes.inc({ outcome: 'sent' });
      if (failures >= FAILURES_TO_TELL) log.info({ failures }, 'own telemetry is stored again');
      failures = 0;
    } catch (error) {
      outcomes.inc({ outcome: 'dropped' });
      failures += 1;
      if (failures === FAILURES_TO_TELL) log.warn({ err: error }, 'own telemetry is not stored');
    }
  }

  function schedule(): void {
    const tickMs = (Math.floor(now() / everyMs) + 1) * everyMs;
    timer = setTimeout(() => {
      schedule();
      // The one before is still under way: it is not queued behind that.
      if (running) return void outcomes.inc({ outcome: 'dropped' });
      // A timer may come a little early; after a sleep of the machine, much too late.
      const late = now() - tickMs > everyMs / 2;
      running = report(late ? now() : tickMs).finally(() => (running = undefined));
    }, tickMs - now());
    timer.unref();
  }
  schedule();

  return {
    async stop() {
      clearTimeout(timer);
      await running;
    },
  };
}
