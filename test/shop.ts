import { join } from 'node:path';
import { createOutput } from '../deploy/output.ts';
import type { Part } from '../deploy/parts.ts';
import { readShopSettings, shopPartsOf, shopUrl } from '../deploy/shop.ts';
import { createStack } from '../deploy/stack.ts';
import { supervise } from '../deploy/supervise.ts';
import { freePort } from '../store/testing/engine.ts';
import { type Instance, INSTANCES, PORTS } from './shop/settings.ts';
import type { Launched } from './stack.ts';

export interface ShopOptions {
  /** Visits a minute; 0: nobody comes but the test itself. */
  readonly visitsPerMinute?: number;
  readonly seed?: number;
  /** Settings of the services and their agents, over those that the helper makes. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long a service that dies stays away. */
  readonly awayMs?: number;
}

export interface Shop {
  readonly gatewayUrl: string;
  readonly catalogueUrl: string;
  readonly paymentUrl: string;
  readonly workerUrl: string;
  readonly checkoutUrls: readonly string[];
  /** The newest process of each service. */
  pid(instance: Instance | 'load'): number;
  /** Switches misbehaviour, as `POST /misbehave` does. */
  misbehave(instance: Instance, how: Readonly<Record<string, number | boolean>>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The demo's shop on free ports beside a stack that runs: its agents send to that stack, its logs
 * are among those of the stack. Resolves when every service is ready and, if wanted, has visitors.
 */
export async function startShop(
  stack: Pick<Launched, 'dataDir' | 'collectorUrl' | 'controlUrl'>,
  options: ShopOptions = {},
): Promise<Shop> {
  const { visitsPerMinute = 480, seed = 1, awayMs = 25_000 } = options;
  const ports = await Promise.all(
    INSTANCES.map(async (instance) => [PORTS[instance].setting, String(await freePort())] as const),
  );
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: join(stack.dataDir, 'compile-cache'),
    ...Object.fromEntries(ports),
    NUNCHI_DATA_DIR: stack.dataDir,
    NUNCHI_SHOP_VISITS_PER_MINUTE: String(visitsPerMinute),
    NUNCHI_SHOP_SEED: String(seed),
  };
  const settings = readShopSettings(env);
  const output = createOutput({ dataDir: stack.dataDir, logLevel: 'silent' });
  const pids = new Map<string, number>();
  const events = {
    line: output.line,
    started: (part: Part, pid: number) => void pids.set(part.name, pid),
    crashed: () => undefined,
    recovered: () => undefined,
  };
  const steps = shopPartsOf(settings, stack).map((step) =>
    step
      .filter(({ name }) => name !== 'load' || visitsPerMinute > 0)
      .map((part) =>
        supervise({ ...part, env: { ...part.env, ...options.env } }, env, events, {
          firstMs: awayMs,
          mostMs: awayMs,
          calmMs: 60_000,
        }),
      ),
  );
  const processes = createStack(steps, () => undefined);
  try {
    await processes.start();
  } catch (error) {
    await processes.stop();
    throw error;
  }

  const url = (instance: Instance) => shopUrl(settings.ports[instance]);
  return {
    gatewayUrl: url('gateway'),
    catalogueUrl: url('catalogue'),
    paymentUrl: url('payment'),
    workerUrl: url('worker'),
    checkoutUrls: [url('checkout-1'), url('checkout-2')],
    pid: (instance) => pids.get(instance) ?? 0,
    async misbehave(instance, how) {
      const response = await fetch(`${url(instance)}/misbehave`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(how),
      });
      if (!response.ok) throw new Error(`${instance} refused: ${await response.text()}`);
    },
    async stop() {
      await processes.stop();
      output.close();
    },
  };
}
