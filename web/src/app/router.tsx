import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { readAlarmsSearch } from '../features/alarms/url.ts';
import { readControlSearch } from '../features/control/url.ts';
import { readCorrelationSearch } from '../features/correlations/url.ts';
import { readInstancesSearch } from '../features/instances/url.ts';
import { readLogsSearch } from '../features/logs/url.ts';
import { readRulesSearch } from '../features/rules/url.ts';
import { readMapSearch } from '../features/service-map/url.ts';
import { readServiceSearch, readServicesSearch } from '../features/services/url.ts';
import { readCompareSearch, readTraceSearch } from '../features/traces/trace-url.ts';
import { readTracesSearch } from '../features/traces/url.ts';
import { oneOf, oneText, type RawSearch } from '../shared/search-params.ts';
import { REFRESH_WORDS } from '../shared/time/refresh.ts';
import type { TimeSearch } from '../shared/time/useTimeRange.ts';
import { CrashPage } from './CrashPage.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { parseSearch, stringifySearch } from './search.ts';
import { Shell } from './Shell.tsx';

/** Only what is there: a key that is set to undefined would not be carried over. */
function readTimeSearch(raw: RawSearch): TimeSearch {
  const from = oneText(raw['from']);
  const to = oneText(raw['to']);
  const refresh = oneOf(raw['refresh'], REFRESH_WORDS);
  return { ...(from && { from }), ...(to && { to }), ...(refresh && { refresh }) };
}

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  validateSearch: readTimeSearch,
  search: { middlewares: [retainSearchParams(['from', 'to', 'refresh'])] },
});

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/map', replace: true });
  },
});

const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/first-run',
  component: lazyRouteComponent(
    () => import('../features/first-run/FirstRunPage.tsx'),
    'FirstRunPage',
  ),
});

const map = createRoute({
  getParentRoute: () => root,
  path: '/map',
  validateSearch: readMapSearch,
  component: lazyRouteComponent(() => import('../features/service-map/MapPage.tsx'), 'MapPage'),
});

const services = createRoute({
  getParentRoute: () => root,
  path: '/services',
  validateSearch: readServicesSearch,
  component: lazyRouteComponent(
    () => import('../features/services/ServicesPage.tsx'),
    'ServicesPage',
  ),
});

const service = createRoute({
  getParentRoute: () => root,
  path: '/services/$service',
  validateSearch: readServiceSearch,
  component: lazyRouteComponent(
    () => import('../features/services/ServicePage.tsx'),
    'ServicePage',
  ),
});

const traces = createRoute({
  getParentRoute: () => root,
  path: '/traces',
  validateSearch: readTracesSearch,
  component: lazyRouteComponent(() => import('../features/traces/TracesPage.tsx'), 'TracesPage'),
});

const trace = createRoute({
  getParentRoute: () => root,
  path: '/traces/$traceId',
  validateSearch: readTraceSearch,
  component: lazyRouteComponent(() => import('../features/traces/TracePage.tsx'), 'TracePage'),
});

const compareTraces = createRoute({
  getParentRoute: () => root,
  path: '/traces/compare',
  validateSearch: readCompareSearch,
  component: lazyRouteComponent(
    () => import('../features/traces/compare-two/CompareTracesPage.tsx'),
    'CompareTracesPage',
  ),
});

const logs = createRoute({
  getParentRoute: () => root,
  path: '/logs',
  validateSearch: readLogsSearch,
  component: lazyRouteComponent(() => import('../features/logs/LogsPage.tsx'), 'LogsPage'),
});

const correlation = createRoute({
  getParentRoute: () => root,
  path: '/correlations/$correlationId',
  validateSearch: readCorrelationSearch,
  component: lazyRouteComponent(
    () => import('../features/correlations/CorrelationPage.tsx'),
    'CorrelationPage',
  ),
});

const alarms = createRoute({
  getParentRoute: () => root,
  path: '/alarms',
  validateSearch: readAlarmsSearch,
  component: lazyRouteComponent(() => import('../features/alarms/AlarmsPage.tsx'), 'AlarmsPage'),
});

const alarm = createRoute({
  getParentRoute: () => root,
  path: '/alarms/$fingerprint',
  component: lazyRouteComponent(() => import('../features/alarms/AlarmPage.tsx'), 'AlarmPage'),
});

const rules = createRoute({
  getParentRoute: () => root,
  path: '/rules',
  validateSearch: readRulesSearch,
  component: lazyRouteComponent(() => import('../features/rules/RulesPage.tsx'), 'RulesPage'),
});

const newRule = createRoute({
  getParentRoute: () => root,
  path: '/rules/new',
  component: lazyRouteComponent(
    () => import('../features/rules/RuleEditorPage.tsx'),
    'NewRulePage',
  ),
});

const rule = createRoute({
  getParentRoute: () => root,
  path: '/rules/$id',
  component: lazyRouteComponent(
    () => import('../features/rules/RuleEditorPage.tsx'),
    'EditRulePage',
  ),
});

const control = createRoute({
  getParentRoute: () => root,
  path: '/control',
  validateSearch: readControlSearch,
  component: lazyRouteComponent(() => import('../features/control/ControlPage.tsx'), 'ControlPage'),
});

const pipeline = createRoute({
  getParentRoute: () => root,
  path: '/pipeline',
  component: lazyRouteComponent(
    () => import('../features/pipeline/PipelinePage.tsx'),
    'PipelinePage',
  ),
});

const instances = createRoute({
  getParentRoute: () => root,
  path: '/instances',
  validateSearch: readInstancesSearch,
  component: lazyRouteComponent(
    () => import('../features/instances/InstancesPage.tsx'),
    'InstancesPage',
  ),
});

const instance = createRoute({
  getParentRoute: () => root,
  path: '/instances/$instanceUid',
  component: lazyRouteComponent(
    () => import('../features/instances/InstancePage.tsx'),
    'InstancePage',
  ),
});

const serviceConfig = createRoute({
  getParentRoute: () => root,
  path: '/services/$service/config',
  component: lazyRouteComponent(
    () => import('../features/instances/ServiceConfigPage.tsx'),
    'ServiceConfigPage',
  ),
});

const routeTree = root.addChildren([
  index,
  firstRun,
  map,
  services,
  service,
  traces,
  trace,
  compareTraces,
  logs,
  correlation,
  alarms,
  alarm,
  rules,
  newRule,
  rule,
  control,
  pipeline,
  instances,
  instance,
  serviceConfig,
]);

export const createAppRouter = () =>
  createRouter({
    routeTree,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: CrashPage,
    scrollRestoration: false,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
