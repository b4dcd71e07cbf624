import { insert } from '@nunchi/store/queries/testing/insert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, type TestApi } from '../../testing/app.ts';
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

  it('is empty where nothing was', async () => {
    expect(await api.ok('/services?from=now-3d&to=now-2d', ServicesReply)).toEqual({
      seconds: 86_400,
      services: [],
    });
  });
});
