import { afterAll, beforeAll, expect, it } from 'vitest';
import { replay } from './replay.ts';
import { removeDirectory, type Stack, startStack, stopAll, until } from './stack.ts';
import { countStored, untilDrained } from './stored.ts';
import { createTelemetry } from './telemetry.ts';

const telemetry = createTelemetry({ seed: 7, orders: 3_000, endMs: Date.now() });
let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});

afterAll(async () => {
  await stopAll();
  removeDirectory(stack.dataDir);
});

it('stores everything once when the collector is killed in the middle', async () => {
  const half = Math.floor(telemetry.requests.length / 2);
  const first = stack.run().processes['collector']?.pid as number;
  const { acknowledged, retries } = await replay(stack.collectorUrl, telemetry.requests, {
    acknowledged: (count) => {
      if (count === half) process.kill(first, 'SIGKILL');
    },
  });
  expect(acknowledged).toBe(telemetry.requests.length);
  expect(retries).toBeGreaterThan(0);
  expect(stack.run().processes['collector']?.pid).not.toBe(first);
  expect(stack.stdout()).toMatch(/collector +ended by SIGKILL; starting it again/);

  await untilDrained(stack.collectorUrl);
  expect(await countStored(stack.store)).toEqual(telemetry.counts);
});

it('stores nothing more when the same is sent again', async () => {
  await replay(stack.collectorUrl, telemetry.requests);
  await untilDrained(stack.collectorUrl);
  expect(await countStored(stack.store)).toEqual(telemetry.counts);
});

it('stores everything once when ClickHouse is killed in the middle', async () => {
  const more = createTelemetry({ seed: 8, orders: 1_000, endMs: Date.now() });
  const engine = stack.run().processes['clickhouse']?.pid as number;
  const half = Math.floor(more.requests.length / 2);
  await replay(stack.collectorUrl, more.requests, {
    acknowledged: (count) => {
      if (count === half) process.kill(engine, 'SIGKILL');
    },
  });
  await until(() => stack.run().processes['clickhouse']?.pid !== engine);
  await untilDrained(stack.collectorUrl);
  const sum = Object.entries(telemetry.counts).map(([kind, count]) => [
    kind,
    count + more.counts[kind as keyof typeof more.counts],
  ]);
  expect(await countStored(stack.store)).toEqual(Object.fromEntries(sum));
});
