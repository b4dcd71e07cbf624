import { join } from 'node:path';
import {
  type Environment,
  HOST,
  type Instance,
  INSTANCES,
  type Listener,
  LISTENERS,
  portOf,
} from '../test/shop/settings.ts';
import type { Part } from './parts.ts';
import type { Backoff } from './supervise.ts';

/** The demo's shop, as `test/shop` has it: a user's services, each under the agent. */
export interface ShopSettings {
  readonly ports: Readonly<Record<Listener, number>>;
}

const SHOP = join(import.meta.dirname, '../test/shop');

/** Settings of the whole demo, unless the environment says otherwise. */
export const DEMO_DEFAULTS: Readonly<Record<string, string>> = {
  NUNCHI_RULES_DIR: join(SHOP, 'rules'),
  // Somebody is watching: the story should not take a minute to begin.
  NUNCHI_EVALUATION_INTERVAL: '5s',
};

/**
 * An instance that dies stays away for longer than the three and a half heartbeats (of five
 * seconds) after which it counts as down, so that this is seen.
 */
const AWAY: Backoff = { firstMs: 25_000, mostMs: 30_000, calmMs: 60_000 };

/** Small services need small heaps; without these V8 takes room because there is room. */
const SMALL = ['--max-semi-space-size=1', '--max-old-space-size=64'];
const UNDER_THE_AGENT = [
  ...SMALL,
  '--disable-warning=ExperimentalWarning',
  '--import',
  '@nunchi/agent',
];

/** Throws one sentence for the first port that makes no sense. */
export function readShopSettings(env: Environment): ShopSettings {
  const ports = LISTENERS.map((listener) => [listener, portOf(listener, env)] as const);
  return { ports: Object.fromEntries(ports) as Record<Listener, number> };
}

export interface Addresses {
  readonly collectorUrl: string;
  readonly controlUrl: string;
}

/** WebAssembly of half the size, at no speed that is missed here. */
const BASELINE_ONLY = '--liftoff-only';

/** The database: it starts as early as ClickHouse does, since a first start of it takes seconds. */
export function shopDatabaseOf({ ports }: ShopSettings): Part {
  return {
    name: 'database',
    script: join(SHOP, 'database/main.ts'),
    port: ports.database,
    stopLimitMs: 5_000,
    noisy: true,
    nodeOptions: [...SMALL, BASELINE_ONLY],
    env: { MALLOC_ARENA_MAX: '1' },
    sources: ['test/shop/database'],
  };
}

/** The services side by side, then the visitors. */
export function shopPartsOf(
  { ports }: ShopSettings,
  addresses: Addresses,
): readonly (readonly Part[])[] {
  const services = INSTANCES.map((instance): Part => {
    const service = serviceOf(instance);
    return {
      name: instance,
      script: join(SHOP, `services/${service}.ts`),
      port: ports[instance],
      stopLimitMs: 5_000,
      noisy: true,
      nodeOptions: UNDER_THE_AGENT,
      env: { NUNCHI_SHOP_INSTANCE: instance, ...agentSettings(service, instance, addresses) },
      backoff: AWAY,
      sources: ['test/shop', 'agents/node/src'],
    };
  });
  const load: Part = {
    name: 'load',
    script: join(SHOP, 'load/main.ts'),
    port: 0,
    stopLimitMs: 2_000,
    noisy: true,
    nodeOptions: SMALL,
    sources: ['test/shop/load'],
  };
  return [services, [load]];
}

export const shopUrl = (port: number): string => `http://${HOST}:${port}`;

/** `checkout-1` and `checkout-2` are instances of `checkout`. */
const serviceOf = (instance: Instance): string => instance.replace(/-\d+$/, '');

function agentSettings(
  service: string,
  instance: Instance,
  { collectorUrl, controlUrl }: Addresses,
): Readonly<Record<string, string>> {
  const resource = {
    'service.namespace': 'shop',
    'service.version': '1.0.0',
    'service.instance.id': instance,
    'deployment.environment.name': 'demo',
  };
  return {
    OTEL_SERVICE_NAME: service,
    OTEL_RESOURCE_ATTRIBUTES: Object.entries(resource)
      .map((pair) => pair.join('='))
      .join(','),
    OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
    OTEL_METRIC_EXPORT_INTERVAL: '10000',
    OTEL_BSP_SCHEDULE_DELAY: '1000',
    NUNCHI_OPAMP_ENDPOINT: `${controlUrl}/v1/opamp`,
    // Memory that glibc would keep for each thread.
    MALLOC_ARENA_MAX: '1',
  };
}
