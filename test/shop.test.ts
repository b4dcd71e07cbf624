import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './api.ts';
import { LIMIT_MS, tellBreakersStory } from './breakers-story.ts';
import { type Demo, startDemo } from './demo.ts';
import { processesOf, removeDirectory, stopAll, until } from './stack.ts';

const SERVICES = ['cart', 'catalogue', 'checkout', 'email', 'gateway', 'payment', 'shipping'];
const MOST_MB = 1_500;

let demo: Demo;

beforeAll(async () => {
  demo = await startDemo({
    env: { NUNCHI_SHOP_VISITS_PER_MINUTE: '0', NUNCHI_TIMEOUT_MS: String(LIMIT_MS) },
  });
});

afterAll(async () => {
  await stopAll();
  if (demo) removeDirectory(demo.dataDir);
});

interface Correlation {
  readonly traces: readonly { readonly traceId: string; readonly services: readonly string[] }[];
  readonly logs: readonly { readonly service: string; readonly body: string }[];
}
interface Span {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly service: string;
  readonly kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}
interface Trace {
  readonly spans: readonly Span[];
  readonly logs: readonly { readonly body: string; readonly spanId: string }[];
}
interface ServiceMap {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly source: string; readonly target: string }[];
}

/** Undefined while nothing of it has arrived. */
const find = <T>(path: string): Promise<T | undefined> =>
  ask<T>(demo.queryUrl, path).catch(() => undefined);

const correlation = (id: string) => find<Correlation>(`/correlations/${id}`);

describe('an order of a cart', () => {
  let correlationId: string;
  let found: Correlation | undefined;

  beforeAll(async () => {
    const order = await demo.order();
    expect(order.status).toBe(201);
    correlationId = order.correlationId;
  });

  const said = () => found?.logs.map(({ service, body }) => `${service}: ${body}`) ?? [];

  it('is one correlation id over the queue to both workers, with every service’s logs', async () => {
    await until(async () => {
      found = await correlation(correlationId);
      const services = found?.traces.flatMap((trace) => trace.services) ?? [];
      return SERVICES.every((name) => services.includes(name)) && said().length >= 6;
    });
    expect(found?.traces).toHaveLength(3);
    // Shipping and email work side by side, and the gateway beside both.
    expect(said().slice(0, 2)).toEqual(['payment: payment taken', 'checkout: order paid']);
    expect(said().toSorted()).toEqual([
      'checkout: order paid',
      'checkout: order shipped',
      'email: mail sent',
      'gateway: checkout answered',
      'payment: payment taken',
      'shipping: parcel handed over',
    ]);
    expect(said().indexOf('checkout: order shipped')).toBeGreaterThan(
      said().indexOf('shipping: parcel handed over'),
    );
  });

  it('is one trace from the gateway to the database, with its logs on the right spans', async () => {
    const first = found?.traces.find(({ services }) => services.includes('gateway'));
    let trace: Trace | undefined;
    const toDatabase = () =>
      trace?.spans.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql') ?? [];
    const asking = () => new Set(toDatabase().map(({ service }) => service));
    await until(async () => {
      trace = await find<Trace>(`/traces/${first?.traceId}`);
      return asking().size === 3 && (trace?.logs.length ?? 0) >= 3;
    });
    const spans = new Map(trace?.spans.map((span) => [span.spanId, span]));
    const rootOf = (span: Span): Span => {
      const parent = spans.get(span.parentSpanId ?? '');
      return parent ? rootOf(parent) : span;
    };
    expect(asking()).toEqual(new Set(['cart', 'catalogue', 'checkout']));
    for (const span of toDatabase()) {
      expect(span).toMatchObject({ kind: 'client', attributes: { 'db.namespace': 'shop' } });
      expect(rootOf(span)).toMatchObject({
        service: 'gateway',
        kind: 'server',
        parentSpanId: null,
      });
    }
    const texts = toDatabase().map(({ attributes }) => String(attributes['db.query.text'] ?? ''));
    expect(texts.some((text) => /INSERT INTO orders .* VALUES \(\$1/.test(text))).toBe(true);
    expect(texts.join()).not.toContain('mina');

    const places = trace?.logs.map(({ body, spanId }) => {
      const span = spans.get(spanId);
      return [body, span?.service, span?.attributes['http.route']];
    });
    expect(places).toEqual(
      expect.arrayContaining([
        ['payment taken', 'payment', '/payments'],
        ['checkout answered', 'gateway', '/checkout'],
      ]),
    );
    const paid = trace?.logs.find(({ body }) => body === 'order paid');
    expect(spans.get(paid?.spanId ?? '')?.service).toBe('checkout');
  });

  it('is seen as a whole on the service map', async () => {
    let map: ServiceMap | undefined;
    const edges = () =>
      map?.edges.map(({ source, target }) =>
        `${source} → ${target}`.replaceAll(/service:|messaging:|database:/g, ''),
      ) ?? [];
    await until(async () => {
      map = await find<ServiceMap>('/service-map?from=now-5m');
      return edges().length >= 13;
    });
    expect(edges().toSorted()).toEqual([
      'cart → catalogue',
      'cart → postgresql shop',
      'catalogue → postgresql shop',
      'checkout → cart',
      'checkout → catalogue',
      'checkout → orders-paid',
      'checkout → payment',
      'checkout → postgresql shop',
      'gateway → cart',
      'gateway → checkout',
      'orders-paid → email',
      'orders-paid → shipping',
      'shipping → checkout',
    ]);
  });
});

describe('the shop under the agent', () => {
  it('a card that is refused → 402, and the reason is in the logs of the correlation', async () => {
    const reply = await fetch(`${demo.urlOf('gateway')}/checkout`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        customer: 'mina',
        card: 'visa-expired',
        items: [{ product: 'sencha', quantity: 1 }],
      }),
    });
    expect(reply.status).toBe(402);
    expect(await reply.json()).toMatchObject({ reason: 'expired_card' });
    const id = reply.headers.get('x-correlation-id') ?? '';
    await until(async () => {
      const lines = (await correlation(id))?.logs.map(({ body }) => body) ?? [];
      return lines.includes('payment declined') && lines.includes('order not paid');
    });
  });

  tellBreakersStory(() => demo);

  it('passes over an instance that died', async () => {
    await demo.misbehave('checkout-1', { exit: true });
    await until(async () => {
      const asked = demo.misbehaviour('checkout-1');
      return asked.then(
        () => false,
        () => true,
      );
    });
    for (let turn = 0; turn < 4; turn++) expect((await demo.order()).status).toBe(201);
  });

  it('pays for an order that was parked, by whichever instance is there', async () => {
    await until(async () => {
      const { logs } = (await find<{ logs: { body: string }[] }>(
        '/logs?q=service:checkout "payment tried again"&from=now-5m',
      )) ?? { logs: [] };
      return logs.length > 0;
    }, 500);
  });

  it.runIf(process.platform === 'linux')(`takes less than ${MOST_MB} MB with its stack`, () => {
    const pids = processesOf(demo.dataDir);
    expect(pids.length).toBeGreaterThanOrEqual(13);
    const total = pids.reduce((sum, pid) => sum + memoryMb(pid), 0);
    expect(total).toBeLessThan(MOST_MB);
  });
});

/** What processes share is divided among them (PSS). */
function memoryMb(pid: number): number {
  const kB = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(kB) / 1024;
}
