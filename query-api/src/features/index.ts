import { registerAbout } from './about/routes.ts';
import type { Api, FeatureContext } from './context.ts';
import { registerCorrelations } from './correlations/routes.ts';
import { registerLogs } from './logs/routes.ts';
import { registerMetrics } from './metrics/routes.ts';
import { registerServices } from './services/routes.ts';
import { registerTraces } from './traces/routes.ts';

/** Everything under `/api/v1`. */
export function registerFeatures(app: Api, context: FeatureContext): void {
  registerServices(app, context);
  registerTraces(app, context);
  registerLogs(app, context);
  registerMetrics(app, context);
  registerCorrelations(app, context);
  registerAbout(app, context);
}
