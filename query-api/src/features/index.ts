import { registerAbout } from './about/routes.ts';
import { registerAlarmRules } from './alarm-rules/routes.ts';
import { registerAlarms } from './alarms/routes.ts';
import { registerChannels } from './channels/routes.ts';
import type { Api, FeatureContext } from './context.ts';
import { registerControl } from './control/routes.ts';
import { registerCorrelations } from './correlations/routes.ts';
import { registerInstances } from './instances/routes.ts';
import { registerLogs } from './logs/routes.ts';
import { registerMetrics } from './metrics/routes.ts';
import { registerPipeline } from './pipeline/routes.ts';
import { registerServiceConfig } from './service-config/routes.ts';
import { registerServiceMap } from './service-map/routes.ts';
import { registerServices } from './services/routes.ts';
import { registerTraces } from './traces/routes.ts';

/** Everything under `/api/v1`. */
export function registerFeatures(app: Api, context: FeatureContext): void {
  registerServices(app, context);
  registerServiceMap(app, context);
  registerTraces(app, context);
  registerLogs(app, context);
  registerMetrics(app, context);
  registerCorrelations(app, context);
  registerAlarmRules(app, context);
  registerAlarms(app, context);
  registerChannels(app, context);
  registerControl(app, context);
  registerInstances(app, context);
  registerServiceConfig(app, context);
  registerPipeline(app, context);
  registerAbout(app, context);
}
