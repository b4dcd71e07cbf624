import type { AgentHealth } from '@nunchi/store/control/health';
import { insert } from '@nunchi/store/queries/testing/insert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, NOW_MS, type TestApi } from '../../testing/app.ts';
import { InstanceReply, InstancesReply } from './schema.ts';

const UID = 'a'.repeat(32);
const component = { healthy: true, lastError: '', startTimeUnixNano: '0', statusTimeUnixNano: '0' };
const health: AgentHealth = {
  ...component,
  status: 'running',
  componentHealthMap: {
    'breaker/127.0.0.1:4412': { ...component, healthy: false, status: 'open', lastError: 'forced' },
    database: { ...component, status: 'open' },
  },
};

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  const agent = {
    instance_uid: UID,
    service: 'checkout',
    instance: 'checkout-1',
    first_seen: ago(600),
    heartbeat_seconds: 5,
    config_status: 'applied',
    wanted_hash: 'ab',
    reported_hash: 'ab',
    attributes: JSON.stringify({ 'host.name': 'alpha' }),
    health: JSON.stringify(health),
    wanted_config: '{"version":1}',
  };
  const seen = (seconds: number) => ({ updated_at: ago(seconds), last_seen: ago(seconds) });
  await insert(api.store, 'agents', [
    { ...agent, ...seen(60), status: 'late' },
    { ...agent, ...seen(2), status: 'healthy' },
    {
      ...agent,
      ...seen(900),
      status: 'down',
      instance_uid: 'b'.repeat(32),
      service: 'cart',
      health: '',
    },
  ]);
});
afterAll(() => api.close());

const uids = async (query = '') =>
  (await api.ok(`/instances${query}`, InstancesReply)).instances.map(
    ({ instanceUid }) => instanceUid[0],
  );

describe('GET /instances', () => {
  it('lists them as they were last known', async () => {
    const { instances } = await api.ok('/instances', InstancesReply);
    expect(instances).toMatchObject([
      { service: 'cart', status: 'down', breakers: [] },
      {
        instanceUid: UID,
        service: 'checkout',
        status: 'healthy',
        lastSeenUnixNano: `${NOW_MS - 2_000}000000`,
        breakers: [{ address: '127.0.0.1:4412', state: 'open', reason: 'forced' }],
        configStatus: 'applied',
      },
    ]);
  });

  it.each([
    ['?service=cart', ['b']],
    ['?status=healthy', ['a']],
    ['?status=late', []],
  ])('%s: %j', async (query, expected) => {
    expect(await uids(query)).toEqual(expected);
  });
});

describe('GET /instances/{instanceUid}', () => {
  it('says what the agent says of itself', async () => {
    expect(await api.ok(`/instances/${UID.toUpperCase()}`, InstanceReply)).toMatchObject({
      attributes: { 'host.name': 'alpha' },
      health,
      wantedConfig: { version: 1 },
      effectiveConfig: null,
    });
  });

  it('404 for one that is not known', async () => {
    expect(await api.problem(`/instances/${'c'.repeat(32)}`)).toMatchObject({
      status: 404,
      code: 'instance_not_found',
    });
  });
});
