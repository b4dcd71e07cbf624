import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../client.ts';
import { insert } from '../queries/testing/insert.ts';
import { createTestStore } from '../testing/store.ts';
import { logCondition } from './logs.ts';
import { parseQuery } from './parse.ts';
import { spanCondition } from './spans.ts';
import { randomNode } from './testing/random.ts';

const TRACE = '5b8efff798038103d269b633813fc60c';
const OTHER = '0af7651916cd43dd8448eb211c80319c';
const START = '1760000000000000000';

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
  await insert(store, 'resources', [
    { resource_id: '1', service: 'web', attributes: { 'host.name': 'alpha', cores: '8' } },
    { resource_id: '2', service: 'cart', attributes: { 'host.name': 'beta' } },
  ]);
  const span = (name: string, columns: object) => ({
    name,
    start_time: START,
    trace_id: TRACE,
    ...columns,
  });
  await insert(store, 'spans', [
    span('GET /api/items', {
      service: 'web',
      version: '1.0',
      resource_id: '1',
      kind: 2,
      duration_ns: '300000000',
      attributes: { 'http.route': '/api/items', 'http.response.status_code': '200', tenant: 'a' },
      correlation_id: 'order-1',
    }),
    span('POST /api/pay', {
      service: 'web',
      resource_id: '1',
      kind: 3,
      status_code: 2,
      status_message: 'Connection refused by 100%_db\\x',
      attributes: { 'http.route': '/api/pay', 'http.response.status_code': '503' },
    }),
    span('consume', {
      service: 'cart',
      resource_id: '2',
      kind: 5,
      trace_id: OTHER,
      duration_ns: '1000',
      attributes: { empty: '' },
    }),
  ]);
  const log = (body: string, columns: object) => ({ body, time: START, ...columns });
  await insert(store, 'logs', [
    log('started', { service: 'web', severity_number: 9, correlation_id: 'order-1' }),
    log('disk full', { service: 'cart', severity_number: 18, attributes: { 'disk.id': '7' } }),
  ]);
});
afterAll(() => store.close());

async function found(text: string): Promise<string> {
  const parsed = parseQuery(text, 'traces');
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { sql, parameters } = spanCondition(parsed.query);
  const rows = await store.rows<{ name: string }>(
    `SELECT name FROM spans WHERE ${sql} ORDER BY name`,
    parameters,
  );
  return rows.map((row) => row.name.split(' ').pop()).join(' ');
}

const ITEMS = '/api/items';
const PAY = '/api/pay';
const CONSUME = 'consume';
const EVERYTHING = `${ITEMS} ${PAY} ${CONSUME}`;

describe('a query about spans finds', () => {
  it.each([
    ['', EVERYTHING],
    ['service:web', `${ITEMS} ${PAY}`],
    ['service:w*', `${ITEMS} ${PAY}`],
    ['service:(web OR cart) kind:server', ITEMS],
    ['version:*', ITEMS],
    ['-version:*', `${PAY} ${CONSUME}`],
    ['status:error', PAY],
    ['-status:error', `${ITEMS} ${CONSUME}`],
    ['duration:>250ms', ITEMS],
    ['duration:<=1us', `${PAY} ${CONSUME}`],
    ['"connection refused"', PAY],
    ['REFUSED', PAY],
    ['refused*db', PAY],
    ['"100%_db\\\\x"', PAY],
    ['100%_d?', ''],
    ['name:*/api/*', `${ITEMS} ${PAY}`],
    ['name:%', ''],
    ['name:GET_*', ''],
    ['http.route:/api/*', `${ITEMS} ${PAY}`],
    ['http.route:/api/pay', PAY],
    ['-http.route:/api/pay', `${ITEMS} ${CONSUME}`],
    ['http.route:*', `${ITEMS} ${PAY}`],
    ['http.response.status_code:>=500', PAY],
    ['-http.response.status_code:>=500', `${ITEMS} ${CONSUME}`],
    ['attributes.tenant:a', ITEMS],
    ['attributes.empty:""', CONSUME],
    ['attributes.missing:""', ''],
    ['resource.host.name:alpha', `${ITEMS} ${PAY}`],
    ['resource.host.name:b*', CONSUME],
    ['resource.cores:>4', `${ITEMS} ${PAY}`],
    [`trace:${OTHER}`, CONSUME],
    ['correlation:order-1', ITEMS],
    [`correlation:${TRACE}`, PAY],
    ['service:cart OR status:error', `${PAY} ${CONSUME}`],
    ['-(service:cart OR status:error)', ITEMS],
    [`service:"'; DROP TABLE spans; --"`, ''],
    ['service:"{q0:String}"', ''],
  ])('%s: %s', async (text, expected) => {
    expect(await found(text)).toBe(expected);
  });

  it('something or nothing, whatever it holds', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const { sql, parameters } = spanCondition(randomNode(seed));
      await store.rows(`SELECT count() FROM spans WHERE ${sql}`, parameters);
    }
  });
});

describe('a query about log records finds', () => {
  it.each([
    ['severity:>=warn', 'disk full'],
    ['severity:error', 'disk full'],
    ['severity:info', 'started'],
    ['-disk', 'started'],
    ['body:disk*', 'disk full'],
    ['disk.id:7', 'disk full'],
    ['correlation:order-1', 'started'],
  ])('%s: %s', async (text, expected) => {
    const parsed = parseQuery(text, 'logs');
    const { sql, parameters } = logCondition(parsed.ok ? parsed.query : { kind: 'and', nodes: [] });
    const rows = await store.rows<{ body: string }>(
      `SELECT body FROM logs WHERE ${sql} ORDER BY body`,
      parameters,
    );
    expect(rows.map((row) => row.body)).toEqual([expected]);
  });
});
