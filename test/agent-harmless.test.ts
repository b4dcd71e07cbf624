import { Agent, get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  FAULTS,
  type Fault,
  type FaultyCollector,
  startFaultyCollector,
} from './agent-collector.ts';
import { killHosts, startHost } from './agent-host.ts';
import { ask } from './api.ts';
import { removeDirectory, type Stack, startStack, stopAll, until } from './stack.ts';

/**
 * Whatever the collector does, a service under the agent answers as fast as with a good one, and
 * holds no more; what was lost is counted, and told once the collector is good again.
 */

const ROUNDS = 8;
const WARM_ROUNDS = 2;
const REQUESTS = 100;
const AT_ONCE = 10;
/** Each request is a span and a log record of more than this. */
const QUERY = 'q'.repeat(8000);
/** What may wait is 1 MB a signal; the requests after warming up make 9 MB. */
const QUEUE_MB = 1;
/** A request that does nothing but make much telemetry; to wait for anything would be far more. */
const MOST_TIMES = 12;
const MOST_GROWTH = 5 * 1024 * 1024;

/** `alone`: the agent is switched off. */
const NAMES = ['alone', 'good', ...FAULTS] as const;
type Name = (typeof NAMES)[number];

interface Busy {
  readonly url: string;
  readonly roundMs: number[];
  readonly held: number[];
}

let stack: Stack;
const collectors = new Map<Fault, FaultyCollector>();
const services = new Map<Name, Busy>();

beforeAll(async () => {
  const [started] = await Promise.all([
    startStack(),
    ...FAULTS.map(async (fault) => collectors.set(fault, await startFaultyCollector(fault))),
  ]);
  stack = started;
  await Promise.all(
    NAMES.map(async (name) => {
      const collectorUrl = collectors.get(name as Fault)?.url ?? stack.collectorUrl;
      const host = startHost('busy.mjs', {
        OTEL_EXPORTER_OTLP_ENDPOINT: `${collectorUrl}`,
        NUNCHI_OPAMP_ENDPOINT: `${collectorUrl}/v1/opamp`,
        OTEL_SERVICE_NAME: name,
        OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
        OTEL_METRIC_EXPORT_INTERVAL: '500',
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '32',
        OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '32',
        NUNCHI_AGENT_QUEUE_MB: String(QUEUE_MB),
        OTEL_SDK_DISABLED: String(name === 'alone'),
        // On a busy machine it might refuse requests, which is not what is measured.
        NUNCHI_SHED: 'off',
      });
      services.set(name, { url: await host.address(), roundMs: [], held: [] });
    }),
  );
  // In turns, so that what else the machine does meets all of them alike.
  for (let round = 0; round < ROUNDS; round++) {
    for (const { url, roundMs, held } of services.values()) {
      const at = performance.now();
      await load(url);
      roundMs.push(performance.now() - at);
      held.push(Number(await text(`${url}/memory`)));
    }
  }
  await Promise.all([...collectors.values()].map((faulty) => faulty.heal(stack.collectorUrl)));
}, 120_000);
afterAll(async () => {
  await killHosts();
  await stopAll();
  connections.destroy();
  for (const faulty of collectors.values()) faulty.close();
  if (stack) removeDirectory(stack.dataDir);
});

const connections = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function text(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = get(url, { agent: connections }, async (answer) => {
      let body = '';
      for await (const chunk of answer) body += String(chunk);
      resolve(body);
    });
    asking.on('error', reject);
  });
}

async function load(url: string): Promise<void> {
  const asked = Array.from({ length: REQUESTS }, (_, index) => text(`${url}/?${index}${QUERY}`));
  for (const body of await Promise.all(asked)) if (body !== 'fine') throw new Error(body);
}

const busy = (name: Name) => services.get(name) as Busy;
const warm = (values: readonly number[]) => values.slice(WARM_ROUNDS);
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

describe.each(FAULTS)('a collector that is %s', (fault) => {
  test('the service answers as fast as with a good one, and does not wait for telemetry', () => {
    const [alone, good, took] = (['alone', 'good', fault] as const).map((name) =>
      median(warm(busy(name).roundMs)),
    ) as [number, number, number];
    expect(took).toBeLessThan(3 * good);
    expect(took).toBeLessThan(MOST_TIMES * alone);
  });

  test('it holds what may wait, and no more', () => {
    const [before, ...after] = warm(busy(fault).held) as [number, ...number[]];
    expect(Math.max(...after) - before).toBeLessThan(MOST_GROWTH);
  });

  test('when it is good again → what was dropped is told', async () => {
    interface Series {
      readonly labels: Record<string, string>;
      readonly points: readonly [number, number][];
    }
    const dropped = async (signal: string) => {
      const { metrics } = await ask<{ metrics: { name: string; services: string[] }[] }>(
        stack.queryUrl,
        `/metrics?service=${fault}`,
      );
      if (!metrics.some(({ name }) => name === 'nunchi.agent.dropped')) return 0;
      const { series } = await ask<{ series: Series[] }>(
        stack.queryUrl,
        `/metrics/query?name=nunchi.agent.dropped&service=${fault}&filter=reason%3Dqueue_full&filter=signal%3D${signal}`,
      );
      return series[0]?.points.at(-1)?.[1] ?? 0;
    };
    await until(async () => (await dropped('traces')) > 0 && (await dropped('logs')) > 0, 200);
  });
});
