import { closeInTime } from '@nunchi/store/runtime/closing';
import { registerHealth } from '@nunchi/store/runtime/health';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Store } from '@nunchi/store';
import type { CollectorConfig } from './config.ts';
import { BatchPool } from './export/batch-pool.ts';
import { Exporter } from './export/exporter.ts';
import { Admission } from './http/admission.ts';
import { registerRoutes } from './http/routes.ts';
import { createHttp } from './http/server.ts';
import { Intake } from './intake.ts';
import { Journal } from './journal/journal.ts';
import { createMetrics, registerState } from './metrics.ts';
import { reportCollector } from './telemetry/report.ts';

export interface CollectorDependencies {
  readonly store: Pick<Store, 'insertNative'>;
  readonly log: FastifyBaseLogger;
  /** How often the collector stores its own metrics; by default never. */
  readonly ownTelemetryMs?: number;
}

export interface Collector {
  readonly app: FastifyInstance;
  /**
   * Ends in order: no new requests, what was accepted is handed to the store. Resolves with how
   * many segments are left to the next process, because the store did not take them in time.
   */
  close(): Promise<number>;
}

/** Builds the collector; what an earlier process left in the journal goes to the store first. */
export async function buildApp(
  config: CollectorConfig,
  { store, log, ownTelemetryMs = 0 }: CollectorDependencies,
): Promise<Collector> {
  const metrics = createMetrics();
  const journal = new Journal(config.journalDir, {
    damaged: (segment, damage, bytes, kept) => {
      metrics.journalDamagedBytes.inc(bytes);
      const fate = kept ? 'was set aside' : 'is lost, because the disk has no room to set it aside';
      log.warn({ segment, damage, bytes }, `a part of the journal is damaged and ${fate}`);
    },
  });
  const pool = new BatchPool();
  const exporter = new Exporter({ store, journal, pool, metrics, log });
  const left = await journal.recover();
  if (left.length > 0) log.info({ segments: left.length }, 'taking up the journal');
  for (const segment of left) {
    const closed = Promise.resolve({ goodBytes: segment.bytes, complete: true });
    exporter.enqueue({ ...segment, content: undefined, closed });
  }
  const intake = new Intake({ settings: config, journal, exporter, pool, metrics });

  const journalState = {
    journalBytes: () => journal.bytes,
    journalLimitBytes: () => config.maxJournalBytes,
    journalAgeSeconds: () => exporter.oldestAgeSeconds,
  };
  const admission = new Admission(config, journalState);
  const { app, connections } = createHttp(config, { log, metrics });
  registerState(metrics, {
    ...journalState,
    pendingSegments: () => exporter.pendingSegments,
    blocksInFlight: () => exporter.blocksInFlight,
    connections: () => connections.size,
    inFlightRequests: () => admission.room.requests,
    inFlightBytes: () => admission.room.bytes,
  });
  closeInTime(app);
  registerHealth(app, {
    registry: metrics.registry,
    notReady: async () => {
      if (journal.bytes >= config.maxJournalBytes) {
        return `the journal is full: ${exporter.problem ?? 'the store does not keep up'}`;
      }
      return intake.journalProblem;
    },
  });
  registerRoutes(app, { config, admission, intake, metrics });
  const report = reportCollector(ownTelemetryMs, { intake, metrics, log });

  return {
    app,
    close: async () => {
      await report.stop();
      await app.close();
      intake.flush();
      const left = await exporter.drain(config.drainTimeoutMs);
      await journal.close();
      return left;
    },
  };
}
