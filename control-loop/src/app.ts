import type { Store } from '@nunchi/store';
import { StoreUnavailableError } from '@nunchi/store';
import { closeInTime } from '@nunchi/store/runtime/closing';
import { registerHealth } from '@nunchi/store/runtime/health';
import { postToCollector } from '@nunchi/store/telemetry/post';
import { reportOwnTelemetry } from '@nunchi/store/telemetry/report';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { actionsOf, desiredConfig } from './act/desired.ts';
import { observeActions } from './act/metrics.ts';
import { reconcileActions } from './act/reconcile.ts';
import type { Config } from './config.ts';
import type { LoopContext, Worker } from './context.ts';
import { DocumentWatch } from './documents/watch.ts';
import { keepEdges } from './edges/worker.ts';
import { beatAgainAndAgain } from './evaluate/heartbeat.ts';
import { evaluateRules } from './evaluate/worker.ts';
import { EventLog } from './log/log.ts';
import { sendNotifications } from './notify/sender.ts';
import { createOpampMetrics } from './opamp/metrics.ts';
import { registerOpamp } from './opamp/routes.ts';
import { observeInstances } from './registry/metrics.ts';
import { InstanceRegistry } from './registry/registry.ts';
import { watchInstances } from './registry/worker.ts';
import { syncRules } from './rules/sync.ts';
import { every } from './runtime/every.ts';
import { Problems } from './runtime/problems.ts';
import { Trouble } from './runtime/trouble.ts';

export interface LoopDependencies {
  readonly store: Store;
  readonly logger: FastifyBaseLogger;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** How often the loop sends its own metrics to the collector; by default never. */
  readonly ownTelemetryMs?: number;
}

export interface ControlLoop {
  readonly app: FastifyInstance;
  /** Ends in order; what is not done is in the event log, for the next process. */
  close(): Promise<void>;
}

const DOCUMENTS_EVERY_MS = 1_000;
/** A body that arrives more slowly is not waited for. */
const REQUEST_TIMEOUT_MS = 10_000;

/** Builds the loop out of its parts, on the state that the event log comes to. */
export async function buildApp(config: Config, deps: LoopDependencies): Promise<ControlLoop> {
  const { store, logger, now = Date.now, ownTelemetryMs = 0 } = deps;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const documents = new DocumentWatch(store);
  await documents.refresh();
  const log = await EventLog.open(store, now);
  const agents = await InstanceRegistry.load(store, now);
  observeInstances(registry, agents);
  observeActions(registry, log);
  const context: LoopContext = { config, store, log, documents, agents, now, logger, registry };

  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_TIMEOUT_MS,
  });
  closeInTime(app);
  registerHealth(app, { registry, notReady: () => whyNotReady(store) });

  registerOpamp(app, {
    metrics: createOpampMetrics(registry),
    receive: (message, options) =>
      agents.receive(message, {
        ...options,
        wanted: (service) =>
          desiredConfig(service, actionsOf(log.state), documents.of('service-config'), now()),
      }),
  });

  const problems = new Problems();
  const evaluation = evaluateRules(context, problems);
  const workers: readonly Worker[] = [
    refreshDocuments(context),
    syncRules(context, problems),
    evaluation,
    beatAgainAndAgain(context, problems, () => evaluation.missed),
    watchInstances(context, agents),
    reconcileActions(context),
    sendNotifications(context),
    keepEdges(context),
    reportOwnTelemetry({
      name: 'control-loop',
      registry,
      everyMs: ownTelemetryMs,
      send: postToCollector(config.collectorUrl),
      log: logger,
    }),
  ];

  return {
    app,
    async close() {
      await app.close();
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

function refreshDocuments({ documents, logger }: LoopContext): Worker {
  const trouble = new Trouble(logger, 'rules and decisions cannot be read');
  const times = { everyMs: DOCUMENTS_EVERY_MS, firstAfterMs: DOCUMENTS_EVERY_MS };
  return every({ ...times, failed: trouble.failed }, async () => {
    await documents.refresh();
    trouble.passed();
  });
}

async function whyNotReady(store: Store): Promise<string | undefined> {
  try {
    await store.check();
    return undefined;
  } catch (error) {
    if (error instanceof StoreUnavailableError) return error.message;
    return error instanceof Error ? error.message : String(error);
  }
}
