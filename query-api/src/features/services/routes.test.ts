import { insert } from '@nunchi/store/queries/testing/insert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, NOW_MS, type TestApi } from '../../testing/app.ts';
import { alarmEvent, append } from '../../testing/events.ts';
import { OperationsReply, SeriesReply, ServiceReply, ServicesReply } from './schema.ts';

/** Quantiles are within 1 %. */
const about20: unknown = expect.closeTo(20, 0);

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  const resource = (id: string, service: string, more: object = {}) => ({
    resource_id: id,
    service,
    instance: `${service}-1`,
    first_seen: ago(600),
    last_seen: ago(60),
    ...more,
  });
  const shop = { namespace: 'shop', environment: 'prod' };
  await insert(api.store, 'resources', [
    resource('1', 'cart', { ...shop, version: '1' }),
    resource('3', 'cart', { ...shop, version: '2', first_seen: ago(120), last_seen: ago(30) }),
    resource('2', 'batch'),
  ]);
  const request = {
    ...shop,
    service: 'cart',
    instance: 'cart-1',
    version: '1',
    kind: 2,
    name: 'GET /cart',
    duration_ns: '20000000',
    start_time: ago(30),
  };
  await insert(api.store, 'spans', [
    ...Array.from({ length: 24 }, () => request),
    { ...request, status_code: 2, version: '2', name: 'POST /cart' },
    // What it calls, and what happens inside, is not asked of it.
    { ...request, kind: 3 },
    { ...request, kind: 1, parent_span_id: '1'.repeat(16) },
    { ...request, kind: 1, name: 'tidy up', duration_ns: '9000000000' },
  ]);
});
afterAll(() => api.close());

describe('GET /services', () => {
  it('lists services with requests, and those that only sent something else', async () => {
    const { seconds, services } = await api.ok('/services', ServicesReply);
    expect(seconds).toBe(30);
    expect(services).toEqual([
      {
        service: 'batch',
        namespaces: [],
        environments: [],
        versions: [],
        requests: 0,
        requestsPerSecond: 0,
        errors: 0,
        errorRate: null,
        p50Ms: null,
        p95Ms: null,
        p99Ms: null,
        before: null,
        instances: 1,
        lastSeenUnixNano: ago(60),
        health: 'unknown',
        healthReason: 'It answered no requests in this time.',
        points: [],
      },
      {
        service: 'cart',
        namespaces: ['shop'],
        environments: ['prod'],
        versions: ['1', '2'],
        requests: 25,
        requestsPerSecond: 25 / 30,
        errors: 1,
        errorRate: 0.04,
        p50Ms: about20,
        p95Ms: about20,
        p99Ms: about20,
        before: null,
        instances: 1,
        lastSeenUnixNano: ago(30),
        health: 'degraded',
        healthReason: '4 % of 25 requests failed; degraded from 1 %.',
        points: [],
      },
    ]);
  });

  it('is as unwell as its alarms say, while they fire', async () => {
    const chain = { chain: 'a@1', service: 'batch', time: Number(ago(20)) / 1e6 };
    const firedAt = Number(ago(20)) / 1e6;
    const alarm = { fingerprint: 'a', severity: 'critical' as const };
    const fires = { ...alarm, state: 'firing' as const, firedAt, resolvedAt: null };
    await append(api.store, alarmEvent('alarm.firing', fires, chain));
    const batch = async (until: string) =>
      (await api.ok(`/services?from=now-15m&to=${until}`, ServicesReply)).services[0];
    expect(await batch('now')).toMatchObject({ service: 'batch', health: 'unhealthy' });
    expect(await batch('now-1m')).toMatchObject({ service: 'batch', health: 'unknown' });
    const over = { ...fires, state: 'resolved' as const, resolvedAt: firedAt + 10_000 };
    await append(api.store, alarmEvent('alarm.resolved', over, chain));
    expect(await batch('now')).toMatchObject({ service: 'batch', health: 'unknown' });
  });

  it('compares a service with what is usual for it', async () => {
    const at = NOW_MS - 10 * 86_400_000;
    const requests = (minutesBefore: number, count: number, ms: number) =>
      Array.from({ length: count }, () => ({
        service: 'mail',
        kind: 2,
        duration_ns: String(ms * 1_000_000),
        start_time: `${at - minutesBefore * 60_000}000000`,
      }));
    await insert(api.store, 'spans', [
      ...[120, 180, 240, 300].flatMap((minutes) => requests(minutes, 60, 100)),
      ...requests(50, 20, 100),
      ...requests(5, 30, 1_200),
    ]);
    const asked = `/services?from=${at - 900_000}&to=${at}`;
    const [mail] = (await api.ok(asked, ServicesReply)).services;
    expect(mail).toMatchObject({ service: 'mail', requests: 30, health: 'unhealthy' });
    expect(mail?.healthReason).toBe('p95 is 1.2 s, usually 100 ms.');
    // 60 an hour are 15 in the 15 minutes of the range.
    expect(mail?.before).toMatchObject({ requests: 15, errorRate: 0 });
    expect((mail?.before?.p95Ms ?? 0) / 100).toBeCloseTo(1, 2);
    // The system ran before the range, so rates are per all of it.
    expect(mail?.requestsPerSecond).toBeCloseTo(30 / 900, 6);
  });

  it('is empty where nothing was', async () => {
    expect(await api.ok('/services?from=now-3d&to=now-2d', ServicesReply)).toEqual({
      seconds: 86_400,
      stepMs: 3_600_000,
      services: [],
    });
  });

  it('asks for a part of the services alone', async () => {
    const ask = async (filter: string) => {
      const { services } = await api.ok(`/services?${filter}`, ServicesReply);
      return services.map(({ service, requests, versions }) => [service, requests, versions]);
    };
    expect(await ask('namespace=shop')).toEqual([['cart', 25, ['1', '2']]]);
    expect(await ask('version=2&environment=prod')).toEqual([['cart', 1, ['2']]]);
    expect(await ask('environment=test')).toEqual([]);
  });

  it('has points over time for who wants them', async () => {
    const { stepMs, services } = await api.ok('/services?points=true', ServicesReply);
    expect(stepMs).toBe(30_000);
    const points = services[1]?.points ?? [];
    expect(points).toHaveLength(31);
    expect(points.filter(({ requests }) => requests > 0)).toEqual([
      { timeUnixNano: ago(50), requests: 25, errors: 1, p95Ms: about20 },
    ]);
  });
});

describe('GET /services/{service}', () => {
  it('tells of one service, and since when it is there', async () => {
    const cart = await api.ok('/services/cart', ServiceReply);
    expect(cart).toMatchObject({ service: 'cart', requests: 25, firstSeenUnixNano: ago(600) });
    const earlier = await api.ok('/services/cart?from=now-3d&to=now-2d', ServiceReply);
    expect(earlier).toMatchObject({ requests: 0, health: 'unknown', lastSeenUnixNano: ago(30) });
  });

  it('does not know a service that never sent anything', async () => {
    const { status, code } = await api.problem('/services/card');
    expect([status, code]).toEqual([404, 'service_not_found']);
  });
});

describe('GET /services/{service}/series', () => {
  const seriesBy = (by: string) => api.ok(`/services/cart/series?by=${by}`, SeriesReply);

  it('has the same times for every series, and when versions came', async () => {
    const { stepMs, series, deployments, truncated } = await seriesBy('version');
    expect(stepMs).toBe(5_000);
    expect(series.map(({ value, points }) => [value, points.length])).toEqual([
      ['1', 180],
      ['2', 180],
    ]);
    const busy = series.map(({ points }) => points.filter(({ requests }) => requests > 0));
    const latency = { p50Ms: about20, p95Ms: about20, p99Ms: about20 };
    const step = { timeUnixNano: ago(30), ...latency };
    expect(busy).toEqual([
      [{ ...step, requests: 24, errors: 0 }],
      [{ ...step, requests: 1, errors: 1 }],
    ]);
    expect(deployments).toEqual([
      // Their first requests were in the minute that began 80 s ago.
      { version: '1', instances: 1, firstSeenUnixNano: ago(80) },
      { version: '2', instances: 1, firstSeenUnixNano: ago(80) },
    ]);
    expect(truncated).toBe(false);
  });

  it.each([
    ['none', ['']],
    ['instance', ['cart-1']],
    ['environment', ['prod']],
    ['operation', ['GET /cart', 'POST /cart']],
  ])('by %s', async (by, values) => {
    expect((await seriesBy(by)).series.map(({ value }) => value)).toEqual(values);
  });

  it('is empty for a service that answered nothing', async () => {
    const reply = await api.ok('/services/batch/series', SeriesReply);
    expect(reply).toMatchObject({ series: [], truncated: false });
  });
});

describe('GET /services/{service}/operations', () => {
  const names = async (sort: string) => {
    const { operations } = await api.ok(`/services/cart/operations?sort=${sort}`, OperationsReply);
    return operations.map(({ name }) => name);
  };

  it('has what was asked of it, and what it began by itself', async () => {
    const { operations, truncated } = await api.ok('/services/cart/operations', OperationsReply);
    expect(
      operations.map(({ name, kind, requests, errors }) => [name, kind, requests, errors]),
    ).toEqual([
      ['tidy up', 'internal', 1, 0],
      ['GET /cart', 'server', 24, 0],
      ['POST /cart', 'server', 1, 1],
    ]);
    expect(operations[1]).toMatchObject({
      requestsPerSecond: 24 / 30,
      errorRate: 0,
      p95Ms: about20,
    });
    expect((operations[1]?.totalMs ?? 0) / 480).toBeCloseTo(1, 2);
    expect(truncated).toBe(false);
  });

  it('puts first what was asked for', async () => {
    expect((await names('requests'))[0]).toBe('GET /cart');
    expect((await names('errors'))[0]).toBe('POST /cart');
    expect((await names('p95'))[0]).toBe('tidy up');
  });
});
