import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './api.ts';
import { type Demo, startDemo } from './demo.ts';
import { removeDirectory, stopAll, until } from './stack.ts';

const SERVICES = ['catalogue', 'checkout', 'gateway', 'payment', 'worker'];

let demo: Demo;

beforeAll(async () => {
  demo = await startDemo({ env: { NUNCHI_SHOP_VISITS_PER_MINUTE: '0' } });
});

afterAll(async () => {
  await stopAll();
  if (demo) removeDirectory(demo.dataDir);
});

interface Correlation {
  readonly traces: readonly { readonly traceId: string; readonly services: readonly string[] }[];
  readonly logs: readonly { readonly service: string; readonly body: string }[];
}

const correlation = (id: string): Promise<Correlation | undefined> =>
  ask<Correlation>(demo.queryUrl, `/correlations/${id}`).catch(() => undefined);

describe('the shop under the agent', () => {
  it('an order is one correlation id over both sides of the queue, with every service’s logs', async () => {
    const { status, correlationId } = await demo.order();
    expect(status).toBe(201);
    const said = (found: Correlation | undefined) =>
      found?.logs.map(({ service, body }) => `${service}: ${body}`) ?? [];
    let found: Correlation | undefined;
    await until(async () => {
      found = await correlation(correlationId);
      const traces = found?.traces.flatMap(({ services }) => services) ?? [];
      return SERVICES.every((name) => traces.includes(name)) && said(found).length >= 6;
    });
    expect(found?.traces).toHaveLength(2);
    // Whether the gateway or the worker is first is up to them.
    const others = said(found).filter((line) => line !== 'gateway: checkout answered');
    expect(others).toEqual([
      'catalogue: product shown',
      'payment: payment taken',
      'checkout: order paid',
      'worker: mail sent',
      'checkout: order confirmed',
    ]);
  });

  it('payment fails → 502, its breakers open → orders are accepted at once and parked', async () => {
    await demo.misbehave('payment', { failureRate: 1 });
    // Not by the gateway: its own breakers towards checkout would open as well.
    const checkout = `${demo.urlOf('checkout-1')}/orders`;
    const statuses = new Set<number>();
    await until(async () => {
      statuses.add((await demo.order(checkout)).status);
      return statuses.has(202);
    }, 0);
    expect([...statuses].sort()).toEqual([202, 502]);
  });

  it('passes over an instance that died', async () => {
    await demo.misbehave('payment', { failureRate: 0 });
    await demo.misbehave('checkout-1', { exit: true });
    await until(async () => {
      const { status } = await fetch(`${demo.urlOf('checkout-1')}/livez`).catch(() => ({
        status: 0,
      }));
      return status === 0;
    });
    for (let turn = 0; turn < 4; turn++) expect((await demo.order()).status).toBe(201);
  });
});
