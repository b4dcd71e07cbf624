import type { Diagnostics } from '../context.ts';
import { words } from '../diagnostics.ts';
import type { Environment } from '../environment.ts';
import type { Incoming } from '../incoming/start.ts';
import { createMetricsPage, type MetricsPage, type TextRegistry } from './prometheus.ts';
import { onlyStartsOthers, readHealthSettings } from './settings.ts';

export interface HealthOptions {
  readonly env: Environment;
  readonly logger: Diagnostics;
  /** Of the application's prom-client. */
  readonly registries: () => Iterable<TextRegistry>;
}

export interface HealthPart {
  /** What the meter provider must have for `/metrics`; mostly nothing. */
  readonly readers: MetricsPage['reader'][];
  /**
   * Begins to listen and answers where; undefined where it is off or cannot. Called once the
   * application has had time to take the ports that it wants.
   */
  listen(incoming: Pick<Incoming, 'servers' | 'shedding'>): Promise<string | undefined>;
  /** From now on the process is not ready: it is about to end. */
  stopping(): void;
}

export function prepareHealth({ env, logger, registries }: HealthOptions): HealthPart {
  const settings = readHealthSettings(env);
  const wantsMetrics = env.flag('NUNCHI_METRICS', false);
  const page = settings && wantsMetrics ? createMetricsPage(registries) : undefined;
  let isStopping = false;
  return {
    readers: page ? [page.reader] : [],
    async listen({ servers, shedding }) {
      if (!settings || onlyStartsOthers(process.argv[1])) return undefined;
      try {
        const [{ startHealth }, { createReadiness, isStarting }] = await Promise.all([
          import('./server.ts'),
          import('./readiness.ts'),
        ]);
        const readiness = createReadiness({
          isStopping: () => isStopping,
          shedShare: () => shedding?.share ?? 0,
          isStarting: () => isStarting(servers, performance.now()),
        });
        const metrics = page && (() => page.render());
        return (await startHealth({ settings, readiness, metrics, logger }))?.url;
      } catch (error) {
        logger.error(`the health port is off: ${words(error)}`);
        return undefined;
      }
    },
    stopping() {
      isStopping = true;
    },
  };
}
