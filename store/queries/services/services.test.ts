import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { resourceAttributes } from '../resources/attributes.ts';
import { insert } from '../testing/insert.ts';
import { serviceInstances } from './instances.ts';
import { serviceRequests } from './requests.ts';

const BEGIN = 1_760_000_000_000_000_000n;
const at = (after: number) => String(BEGIN + BigInt(after));
const range = { from: BEGIN, to: BEGIN + 1_000n };

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

describe('serviceInstances', () => {
  it('counts instances seen in the range, and knows when the service was seen last', async () => {
    const resource = (
      id: number,
      service: string,
      instance: string,
      first: number,
      last: number,
    ) => ({
      resource_id: String(id),
      service,
      instance,
      first_seen: at(first),
      last_seen: at(last),
      attributes: { 'service.name': service, pid: String(id) },
      attribute_types: 'si',
    });
    await insert(store, 'resources', [
      resource(1, 'cart', 'cart-1', -500, 10),
      resource(2, 'cart', 'cart-2', 0, 20),
      resource(3, 'cart', 'cart-2', 0, 30),
      resource(4, 'cart', '', 0, 40),
      resource(5, 'cart', '', 0, 50),
      resource(6, 'cart', 'gone', -500, -1),
      resource(7, 'to come', '', 1_000, 1_000),
    ]);
    await insert(store, 'resources', [resource(1, 'cart', 'cart-1', 500, 600)]);
    expect(await serviceInstances(store, range)).toEqual([
      {
        service: 'cart',
        instances: '4',
        namespaces: [],
        environments: [],
        versions: [],
        lastSeenUnixNano: at(600),
      },
    ]);
    expect(await resourceAttributes(store, ['1', '7'], ['cart'])).toEqual([
      {
        resourceId: '1',
        attributeKeys: ['service.name', 'pid'],
        attributeValues: ['cart', '1'],
        attributeTypes: 'si',
      },
    ]);
    expect(await resourceAttributes(store, [], [])).toEqual([]);
  });

  it('knows the processes of the stack from the services of users', async () => {
    const times = { first_seen: at(2_000), last_seen: at(2_000) };
    await insert(store, 'resources', [
      { resource_id: '8', service: 'nunchi-collector', namespace: 'nunchi', ...times },
      { resource_id: '9', service: 'nunchi-collector', namespace: 'ours', ...times },
      { resource_id: '10', service: 'cart', namespace: 'nunchi', ...times },
    ]);
    const later = { from: BEGIN + 2_000n, to: BEGIN + 3_000n };
    expect((await serviceInstances(store, later)).map(({ service }) => service)).toEqual([
      'cart',
      'nunchi-collector',
    ]);
  });
});

describe('serviceRequests', () => {
  it('looks at spans of kind server and consumer in the range', async () => {
    const span = (kind: number, durationMs: number, status = 0, after = 0) => ({
      start_time: at(after),
      duration_ns: String(durationMs * 1_000_000),
      kind,
      status_code: status,
      service: 'cart',
    });
    await insert(store, 'spans', [
      ...Array.from({ length: 99 }, (_, n) => span(n % 2 === 0 ? 2 : 5, n + 1)),
      span(2, 100, 2, 999),
      span(3, 5_000, 2),
      span(1, 5_000, 2),
      span(2, 5_000, 2, 1_000),
    ]);
    const [row] = await serviceRequests(store, range);
    expect(row).toMatchObject({
      service: 'cart',
      requests: '100',
      errors: '1',
    });
    const [p50 = 0, p95 = 0, p99 = 0] = row?.quantilesNs ?? [];
    expect(p50 / 50.5e6).toBeCloseTo(1, 2);
    expect(p95 / 95.05e6).toBeCloseTo(1, 2);
    expect(p99 / 99.01e6).toBeCloseTo(1, 2);
  });
});
