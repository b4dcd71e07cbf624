import { insert } from '@nunchi/store/queries/testing/insert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, type TestApi } from '../../testing/app.ts';
import { alarmEvent, append } from '../../testing/events.ts';
import { ServicesReply } from './schema.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  const resource = (id: string, service: string) => ({
    resource_id: id,
    service,
    instance: `${service}-1`,
    first_seen: ago(600),
    last_seen: ago(60),
  });
  await insert(api.store, 'resources', [resource('1', 'cart'), resource('2', 'batch')]);
  const request = { service: 'cart', kind: 2, duration_ns: '20000000', start_time: ago(30) };
  await insert(api.store, 'spans', [
    ...Array.from({ length: 24 }, () => request),
    { ...request, status_code: 2 },
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
        requests: 0,
        errors: 0,
        errorRate: null,
        p50Ms: null,
        p95Ms: null,
        p99Ms: null,
        instances: 1,
        lastSeenUnixNano: ago(60),
        health: 'unknown',
        healthReason: 'It answered no requests in this time.',
      },
      {
        service: 'cart',
        requests: 25,
        errors: 1,
        errorRate: 0.04,
        p50Ms: 20,
        p95Ms: 20,
        p99Ms: 20,
        instances: 1,
        lastSeenUnixNano: ago(30),
        health: 'degraded',
        healthReason: '1 of 25 requests failed (4 %); degraded from 1 %.',
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

  it('is empty where nothing was', async () => {
    expect(await api.ok('/services?from=now-3d&to=now-2d', ServicesReply)).toEqual({
      seconds: 86_400,
      services: [],
    });
  });
});
