import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask, send } from './api.ts';
import { launchBrowser, onPage } from './browser.ts';
import { type Demo, startDemo } from './demo.ts';
import { removeDirectory, stopAll, temporaryDirectory, until } from './stack.ts';
import { startWebhook, type WebhookReceiver } from './webhook.ts';

// Payment becomes slow, and the loop does something about it: from the first slow call to the
// verdict, with real processes. Then the same with the loop killed in the middle.

const SLOW_MS = 1_500;
const LIMIT_MS = 500;
const OPEN_FOR_S = 30;

let demo: Demo;
let browser: Browser;
let webhook: WebhookReceiver;
const noRules = temporaryDirectory();

beforeAll(async () => {
  webhook = await startWebhook('a secret of the receiver');
  [demo, browser] = await Promise.all([
    startDemo({
      env: {
        NUNCHI_RULES_DIR: noRules,
        NUNCHI_EVALUATION_INTERVAL: '5s',
        NUNCHI_WEBHOOK_ALLOW: '127.0.0.0/8',
      },
    }),
    launchBrowser(),
  ]);
  await send(demo.queryUrl, 'POST', '/channels', {
    name: 'ops',
    kind: 'webhook',
    url: webhook.url,
    secret: 'a secret of the receiver',
  });
});

afterAll(async () => {
  await browser?.close();
  webhook?.close();
  await demo?.stop();
  await stopAll();
  removeDirectory(noRules);
  if (demo) removeDirectory(demo.dataDir);
});

interface Alarm {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly chain: string;
  readonly state: string;
}
interface Step {
  readonly sequence: number;
  readonly type: string;
  readonly subject: string;
  readonly cause: number;
  readonly summary: string;
}
interface Action {
  readonly state: string;
  readonly ruleId: string;
  readonly verification: { readonly verdict: string } | null;
}
interface Instance {
  readonly service: string;
  readonly instance: string;
  readonly status: string;
  readonly breakers: readonly { readonly address: string; readonly state: string }[];
}

const api = <T>(path: string): Promise<T> => ask<T>(demo.queryUrl, path);

const alarmOf = async (ruleId: string): Promise<Alarm | undefined> =>
  (await api<{ alarms: Alarm[] }>('/alarms')).alarms.find((alarm) => alarm.ruleId === ruleId);

/** What happened in the alarm's story, first to last. */
const storyOf = async (ruleId: string): Promise<Step[]> => {
  const alarm = await alarmOf(ruleId);
  if (!alarm) return [];
  const chain = encodeURIComponent(alarm.chain);
  return (
    await api<{ events: Step[] }>(`/control/events?chain=${chain}&limit=1000`)
  ).events.reverse();
};

const actionOf = async (ruleId: string): Promise<Action | undefined> =>
  (await api<{ actions: Action[] }>('/control/actions')).actions.find(
    (action) => action.ruleId === ruleId,
  );

const p95Of = async (service: string): Promise<number> => {
  const { services } = await api<{ services: { service: string; p95Ms: number | null }[] }>(
    '/services?from=now-12s',
  );
  return services.find((row) => row.service === service)?.p95Ms ?? 0;
};

/** Breakers of every checkout towards payment, as the agents report them. */
const breakers = async (): Promise<string[]> => {
  const { instances } = await api<{ instances: Instance[] }>('/instances?service=checkout');
  return instances.map(({ breakers: all }) => {
    const towards = all.find(({ address }) => address.endsWith(`:${demo.paymentPort}`));
    return towards?.state ?? 'unknown';
  });
};

const notices = (status: string, ruleName: string) =>
  webhook.received.filter(
    ({ body }) => body.status === status && body.alerts[0]?.labels['alertname'] === ruleName,
  );

const createRule = (name: string): Promise<{ id: string }> =>
  send(demo.queryUrl, 'POST', '/alarm-rules', {
    name,
    severity: 'critical',
    for: '5s',
    condition: {
      kind: 'threshold',
      signal: 'traces',
      query: 'service:payment http.route:/payments',
      measure: 'latency_p95',
      by: ['service'],
      window: '20s',
      op: '>',
      value: LIMIT_MS,
    },
    labels: { team: 'shop' },
    annotations: { summary: 'Orders wait for payment.' },
    channels: ['ops'],
    actions: [{ kind: 'open-breaker', peer: 'payment', for: `${OPEN_FOR_S}s`, mode: 'auto' }],
  });

const slowPayment = (slowMs: number) => demo.misbehave('payment', { slowMs });

const seen = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByText(text).first().waitFor();

it('shows the whole shop on the service map, with traffic', async () => {
  await onPage(browser, 'story-map', {}, async (page) => {
    await page.goto(`${demo.queryUrl}/map?from=now-5m&refresh=5s`);
    for (const service of [
      'gateway',
      'catalogue',
      'cart',
      'checkout',
      'payment',
      'shipping',
      'email',
    ]) {
      await page.getByRole('button', { name: new RegExp(`^${service}\\b`) }).waitFor();
    }
  });
});

it('shows one checkout as one correlation, over the queue and all services', async () => {
  const order = await demo.order();
  expect(order.status).toBe(201);
  type Found = {
    traces: { services: string[] }[];
    logs: { service: string; timeUnixNano: string }[];
  };
  const correlation = () =>
    api<Found>(`/correlations/${order.correlationId}`).catch((): Found => ({
      traces: [],
      logs: [],
    }));
  // Every process sends what it has in its own time; a service that never comes fails this by name.
  const loggers = ['gateway', 'checkout', 'payment', 'shipping', 'email'];
  await vi.waitFor(
    async () => {
      const { traces, logs } = await correlation();
      expect(traces.length).toBeGreaterThanOrEqual(2);
      expect(new Set(traces.flatMap(({ services }) => services))).toEqual(
        new Set([...loggers, 'catalogue', 'cart']),
      );
      expect([...new Set(logs.map(({ service }) => service))]).toEqual(
        expect.arrayContaining(loggers),
      );
    },
    { timeout: 20_000, interval: 200 },
  );
  const { logs } = await correlation();
  const times = logs.map(({ timeUnixNano }) => BigInt(timeUnixNano));
  expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : 1)));
  await onPage(browser, 'story-correlation', {}, async (page) => {
    await page.goto(`${demo.queryUrl}/correlations/${order.correlationId}`);
    await seen(page, 'payment taken');
    await seen(page, /shipping/);
  });
});

describe.each([
  { name: 'payment is slow', killed: false },
  { name: 'payment is slow again', killed: true },
])('$name', ({ name, killed }) => {
  let ruleId: string;

  it('alarm → told once → breakers open → checkout recovers', { timeout: 180_000 }, async () => {
    ruleId = (await createRule(name)).id;
    await until(async () => (await breakers()).length === 2);
    await slowPayment(SLOW_MS);
    const began = Date.now();
    await until(async () => (await alarmOf(ruleId))?.state === 'firing');
    expect(Date.now() - began).toBeLessThan(30_000);
    if (killed) await demo.killControlLoop();

    await until(() => notices('firing', name).length > 0);
    await until(async () => (await breakers()).every((state) => state === 'open'));
    await until(async () => (await p95Of('checkout')) < LIMIT_MS);
    expect(await demo.misbehaviour('payment')).toMatchObject({ slowMs: SLOW_MS });
    await until(async () => (await actionOf(ruleId))?.verification !== null);
    expect((await actionOf(ruleId))?.verification).toMatchObject({ verdict: 'helped' });
  });

  it('payment recovers → breakers close → resolved, told once', { timeout: 180_000 }, async () => {
    await slowPayment(0);
    await until(async () => (await breakers()).every((state) => state === 'closed'));
    await until(async () => (await alarmOf(ruleId))?.state === 'resolved');
    await until(() => notices('resolved', name).length > 0);
    await until(async () => (await actionOf(ruleId))?.state === 'ended');

    const story = await storyOf(ruleId);
    const types = story.map(({ type }) => type);
    const once = (type: string) =>
      expect(
        types.filter((other) => other === type),
        type,
      ).toHaveLength(1);
    for (const type of [
      'alarm.firing',
      'action.started',
      'action.applied',
      'action.verified',
      'action.ended',
      'alarm.resolved',
    ]) {
      once(type);
    }
    const inOrder = [
      'alarm.firing',
      'action.started',
      'breaker.open',
      'action.verified',
      'breaker.half-open',
      'breaker.closed',
      'alarm.resolved',
    ];
    const places = inOrder.map((type) => types.indexOf(type));
    expect(places, types.join(' ')).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    // Each step names one before it as its cause.
    const sequences = new Set(story.map(({ sequence }) => sequence));
    for (const step of story.slice(1)) {
      expect(step.cause === 0 || sequences.has(step.cause), step.summary).toBe(true);
    }

    const fired = notices('firing', name);
    expect(new Set(fired.map(({ id }) => id)).size).toBe(1);
    // Killed after it told and before it noted that, it tells once more, by the same id (ADR 0004).
    expect(fired.length).toBeLessThanOrEqual(killed ? 2 : 1);
    expect(notices('resolved', name)).toHaveLength(1);
    expect(webhook.received.every(({ signed }) => signed)).toBe(true);
    const queued = story.filter(({ type }) => type === 'notification.queued');
    expect(queued).toHaveLength(2);
  });

  it.each(['light', 'dark'] as const)('tells the story on its page, %s', async (colorScheme) => {
    await onPage(browser, `story-${killed}-${colorScheme}`, { colorScheme }, async (page) => {
      await page.goto(`${demo.queryUrl}/control`);
      await seen(page, name);
      await seen(page, /helped/i);
      const alarm = await alarmOf(ruleId);
      await page.goto(`${demo.queryUrl}/alarms/${alarm?.fingerprint}`);
      await seen(page, /resolved/i);
    });
  });

  it('leaves the rule behind', async () => {
    const rule = await fetch(`${demo.queryUrl}/api/v1/alarm-rules/${ruleId}`);
    const etag = rule.headers.get('etag');
    await send(demo.queryUrl, 'DELETE', `/alarm-rules/${ruleId}`, undefined, {
      'if-match': String(etag),
    });
  });
});
