import { insert } from '@nunchi/store/queries/testing/insert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, type TestApi } from '../../testing/app.ts';
import { ServiceMapReply } from './schema.ts';

/** Latencies are kept within 0.55 %. */
const about = (ms: number): unknown => expect.closeTo(ms, 0);

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  const resource = { resource_id: '9', service: 'idle', instance: 'idle-1' };
  await insert(api.store, 'resources', [{ ...resource, first_seen: ago(600), last_seen: ago(60) }]);
  const trace_id = 'a'.repeat(32);
  const span = (span_id: number, parent: number, columns: object) => ({
    trace_id,
    span_id: span_id.toString(16).padStart(16, '0'),
    parent_span_id: parent.toString(16).padStart(16, '0'),
    start_time: ago(30),
    duration_ns: '20000000',
    ...columns,
  });
  const shop = { service: 'shop', namespace: 'web', environment: 'test' };
  const pay = { service: 'pay', namespace: 'money', environment: 'test', version: '2' };
  const http = { 'http.request.method': 'POST', 'server.address': 'pay', 'server.port': '80' };
  await insert(api.store, 'spans', [
    span(1, 0, { ...shop, kind: 2 }),
    span(2, 1, { ...shop, kind: 3, attributes: http, status_code: 2 }),
    span(3, 2, { ...pay, kind: 2, status_code: 2 }),
    span(4, 3, { ...pay, kind: 3, attributes: { 'db.system.name': 'sqlite' } }),
  ]);
});
afterAll(() => api.close());

describe('GET /service-map', () => {
  it('has services, what they call, and those that call nobody', async () => {
    const { seconds, nodes, edges, truncated } = await api.ok('/service-map', ServiceMapReply);
    expect(seconds).toBe(30);
    expect(nodes.map(({ id, requests, errors, health }) => [id, requests, errors, health])).toEqual(
      [
        ['service:idle', 0, 0, 'unknown'],
        ['service:pay', 1, 1, 'unhealthy'],
        ['service:shop', 1, 0, 'healthy'],
        ['database:sqlite', 1, 0, 'healthy'],
      ],
    );
    expect(nodes.at(-1)).toMatchObject({ service: null, name: 'sqlite', system: 'sqlite' });
    const latency = { p50Ms: about(20), p95Ms: about(20), p99Ms: about(20) };
    const notCompared = { change: null, changeReason: null, before: null };
    const once = { requests: 1, requestsPerSecond: 1 / seconds, ...latency, ...notCompared };
    expect(edges).toEqual([
      {
        source: 'service:pay',
        target: 'database:sqlite',
        kind: 'database',
        errors: 0,
        errorRate: 0,
        ...once,
      },
      {
        source: 'service:shop',
        target: 'service:pay',
        kind: 'http',
        errors: 1,
        errorRate: 1,
        ...once,
      },
    ]);
    expect(truncated).toBe(false);
  });

  it('counts rates since the system runs, those of edges too', async () => {
    const { nodes, edges } = await api.ok('/service-map?from=now-1h', ServiceMapReply);
    const rates = [...nodes, ...edges].map(({ requestsPerSecond }) => requestsPerSecond);
    expect(new Set(rates)).toEqual(new Set([0, 1 / 30]));
  });

  it('is empty where nothing was', async () => {
    expect(await api.ok('/service-map?from=now-3d&to=now-2d', ServiceMapReply)).toEqual({
      seconds: 86_400,
      nodes: [],
      edges: [],
      truncated: false,
      incomplete: null,
    });
  });

  it('is narrowed to a part of the services, and what is around them', async () => {
    const around = async (query: string) => {
      const { nodes, edges } = await api.ok(`/service-map?${query}`, ServiceMapReply);
      return [...nodes.map(({ id, requests }) => `${id} ${requests}`), edges.length];
    };
    expect(await around('namespace=web')).toEqual(['service:pay 1', 'service:shop 1', 1]);
    expect(await around('version=2&environment=test')).toEqual([
      'service:pay 1',
      'service:shop 1',
      'database:sqlite 1',
      2,
    ]);
    expect(await around('version=2&namespace=web')).toEqual([0]);
    const { nodes } = await api.ok('/service-map', ServiceMapReply);
    expect(nodes.at(-1)).toMatchObject({ namespaces: ['money'], environments: ['test'] });
  });

  it('shows the neighbours of a node alone', async () => {
    const { nodes } = await api.ok('/service-map?focus=service:shop&depth=1', ServiceMapReply);
    expect(nodes.map(({ id }) => id)).toEqual(['service:pay', 'service:shop']);
    const further = await api.ok('/service-map?focus=service:shop&depth=2', ServiceMapReply);
    expect(further.edges).toHaveLength(2);
    const nobody = await api.ok('/service-map?focus=service:nobody', ServiceMapReply);
    expect(nobody.nodes).toEqual([]);
  });

  it('compares with another range: what is new, and what is gone', async () => {
    const appeared = '/service-map?from=now-1m&beforeFrom=now-3m&beforeTo=now-1m';
    const fresh = await api.ok(appeared, ServiceMapReply);
    expect(fresh.edges.map(({ change }) => change)).toEqual(['new', 'new']);
    const vanished = '/service-map?from=now-20s&beforeFrom=now-1m&beforeTo=now-20s';
    const { nodes, edges } = await api.ok(vanished, ServiceMapReply);
    expect(nodes.at(-1)).toMatchObject({ id: 'database:sqlite', change: 'gone', requests: 0 });
    expect(edges).toHaveLength(2);
    for (const { change, requests, p95Ms, before } of edges) {
      expect([change, requests, p95Ms, before?.p95Ms]).toEqual(['gone', 0, null, about(20)]);
    }
  });

  it('says what is wrong with the range to compare with', async () => {
    expect(await api.problem('/service-map?beforeFrom=now-1h')).toMatchObject({
      code: 'invalid_parameter',
      parameter: 'beforeTo',
    });
    expect(await api.problem('/service-map?beforeFrom=now&beforeTo=now-1h')).toMatchObject({
      code: 'invalid_range',
      parameter: 'beforeFrom',
      detail: 'beforeFrom must be before beforeTo',
    });
    expect(await api.problem('/service-map?depth=4')).toMatchObject({ parameter: 'depth' });
  });
});
