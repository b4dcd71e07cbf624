import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { schemaProblem, type Store, StoreUnavailableError } from '@nunchi/store';
import { withLimits } from '@nunchi/store/queries/limits';
import { closeInTime } from '@nunchi/store/runtime/closing';
import { registerHealth } from '@nunchi/store/runtime/health';
import { postToCollector } from '@nunchi/store/telemetry/post';
import { reportOwnTelemetry } from '@nunchi/store/telemetry/report';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import { ApiError } from './errors.ts';
import type { Api } from './features/context.ts';
import { registerFeatures } from './features/index.ts';
import { registerOpenapi } from './plugins/openapi.ts';
import {
  MAX_HEADER_BYTES,
  refuseUnreadable,
  registerProblems,
  sendProblem,
} from './plugins/problems.ts';
import { registerQuestions } from './plugins/questions.ts';
import { registerRequestMetrics } from './plugins/request-metrics.ts';
import { registerSameSite } from './plugins/same-site.ts';
import { registerSecurityHeaders } from './plugins/security-headers.ts';
import { registerWebUi } from './plugins/web-ui.ts';

export interface AppConfig {
  /** Where the built UI is. */
  readonly webDir: string;
  /** The collector's port, for who wants to send data. */
  readonly otlpPort?: number;
  /** The control loop's port, for their agents. */
  readonly opampPort?: number;
  /** How often this process sends its own metrics to the collector; by default never. */
  readonly ownTelemetryMs?: number;
  readonly collectorUrl?: string;
}

export interface AppDependencies {
  readonly store: Store;
  /** The store as who may add documents; by default the same. */
  readonly documents?: Pick<Store, 'rows' | 'insertRows'>;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly logger?: FastifyBaseLogger;
}

/** OTLP/HTTP's own port, by its specification. */
const OTLP_HTTP_PORT = 4318;
/** OpAMP's, by its specification. */
const OPAMP_PORT = 4320;

/** The query API, ready to listen; production and tests both build it here. */
export async function buildApp(config: AppConfig, deps: AppDependencies): Promise<Api> {
  const { store, documents = store, now = Date.now, logger } = deps;
  const app: Api = Fastify({
    ...(logger && { loggerInstance: logger }),
    // As long as a correlation id may be, when each character is nine of a percent-encoding.
    routerOptions: { maxParamLength: 4_096 },
    // A filter that is misspelt is an error; one that is given once is a list of one.
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: 'array', verbose: true },
    },
    // No question has a body; a route that takes one says so.
    bodyLimit: 1_024,
    // Room for the longest query, when each character is nine of a percent-encoding.
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    clientErrorHandler: refuseUnreadable,
    // Before the routes are asked at all, e.g. a path that is not valid percent-encoding.
    frameworkErrors: (error, _request, reply) => {
      void sendProblem(reply, new ApiError('bad_request', error.message));
    },
  }).withTypeProvider<TypeBoxTypeProvider>();

  // Replies are made as their schemas say: their types are the schemas', and every test of a route
  // checks it. A generated serialiser would check again, at each reply, and slowly for unions.
  app.setSerializerCompiler(() => (reply) => JSON.stringify(reply));
  // Forms of other sites can send text/plain without being asked whether they may.
  app.removeContentTypeParser('text/plain');
  closeInTime(app);
  registerProblems(app);
  registerSecurityHeaders(app);
  registerSameSite(app);
  const registry = registerRequestMetrics(app);
  registerHealth(app, { registry, notReady: () => whyNotReady(store) });
  const { ownTelemetryMs = 0 } = config;
  const report = reportOwnTelemetry({
    name: 'query-api',
    registry,
    everyMs: ownTelemetryMs,
    send: postToCollector(config.collectorUrl ?? `http://127.0.0.1:${OTLP_HTTP_PORT}`),
    log: app.log,
  });
  app.addHook('onClose', () => report.stop());
  await registerOpenapi(app);
  const limited = withLimits(store);
  await app.register(
    async (scope) => {
      const api = scope.withTypeProvider<TypeBoxTypeProvider>();
      registerQuestions(api, now);
      registerFeatures(api, {
        store: limited,
        documents,
        now,
        otlpPort: config.otlpPort ?? OTLP_HTTP_PORT,
        opampPort: config.opampPort ?? OPAMP_PORT,
        ownTelemetryMs,
      });
    },
    { prefix: '/api/v1' },
  );
  await registerWebUi(app, config.webDir);
  return app;
}

async function whyNotReady(store: Store): Promise<string | undefined> {
  try {
    return await schemaProblem(store);
  } catch (error) {
    if (error instanceof StoreUnavailableError) return error.message;
    return error instanceof Error ? error.message : String(error);
  }
}
