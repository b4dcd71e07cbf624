import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startShop, type Shop } from './shop.ts';
import { removeDirectory, startStack, type Stack, stopAll, until } from './stack.ts';

const SERVICES = ['catalogue', 'checkout', 'gateway', 'payment', 'worker'];
const CART = { customer: 'mina', items: [{ product: 'teapot', quantity: 1 }] };

let stack: Stack;
let shop: Shop;

beforeAll(async () => {
  stack = await startStack();
  shop = await startShop(stack, { visitsPerMinute: 0 });
});

afterAll(async () => {
  await shop?.stop();
  await stopAll();
  removeDirectory(stack.dataDir);
});

async function order(
  url = `${shop.gatewayUrl}/checkout`,
): Promise<{ status: number; correlationId: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(CART),
  });
  await response.text();
  return {
    status: response.status,
    correlationId: response.headers.get('x-correlation-id') ?? '',
  };
}

interface Correlation {
  readonly traces: readonly { readonly traceId: string; readonly services: readonly string[] }[];
  readonly logs: readonly { readonly service: string; readonly body: string }[];
}

async function correlation(id: string): Promise<Correlation | undefined> {
  const response = await fetch(`${stack.queryUrl}/api/v1/correlations/${id}`);
  return response.ok ? ((await response.json()) as Correlation) : undefined;
}

describe('the shop under the agent', () => {
  it('an order is one correlation id over both sides of the queue, with every service’s logs', async () => {
    const { status, correlationId } = await order();
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
    await shop.misbehave('payment', { failureRate: 1 });
    // Not by the gateway: its own breakers towards checkout would open as well.
    const checkout = `${shop.checkoutUrls[0]}/orders`;
    const statuses = new Set<number>();
    await until(async () => {
      statuses.add((await order(checkout)).status);
      return statuses.has(202);
    }, 0);
    expect([...statuses].sort()).toEqual([202, 502]);
  });

  it('passes over an instance that died', async () => {
    await shop.misbehave('payment', { failureRate: 0 });
    await shop.misbehave('checkout-1', { exit: true });
    await until(async () => {
      const { status } = await fetch(`${shop.checkoutUrls[0]}/livez`).catch(() => ({ status: 0 }));
      return status === 0;
    });
    for (let turn = 0; turn < 4; turn++) expect((await order()).status).toBe(201);
  });
});
