import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { edgesOf } from '../../edges/edges.ts';
import { insert } from '../testing/insert.ts';
import { callersOf } from './callers.ts';

const BEGIN = 1_760_000_000_000_000_000n;
const range = { from: BEGIN, to: BEGIN + 60_000_000_000n };
const TRACE = 'a'.repeat(32);
const [CLIENT, SERVER, PRODUCER, CONSUMER] = [3, 2, 4, 5] as const;

let spans = 0;
const id = (n: number) => n.toString(16).padStart(16, '0');

/** A span, a child of another; answers its id. */
function span(
  service: string,
  kind: number,
  attributes: Readonly<Record<string, string>> = {},
  more: Readonly<{ parent?: string; failed?: boolean; ms?: number; after?: bigint }> = {},
) {
  spans += 1;
  const row = {
    trace_id: TRACE,
    span_id: id(spans),
    parent_span_id: more.parent ?? id(0),
    service,
    kind,
    attributes,
    status_code: more.failed ? 2 : 0,
    duration_ns: String((more.ms ?? 10) * 1_000_000),
    start_time: String(BEGIN + (more.after ?? 0n)),
  };
  rows.push(row);
  return row.span_id;
}

const rows: object[] = [];
const http = (address: string, port: string) => ({
  'http.request.method': 'POST',
  'server.address': address,
  'server.port': port,
});

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
  const call = span('checkout', CLIENT, http('payment.local', '8080'), { ms: 30 });
  span('payment', SERVER, {}, { parent: call, ms: 20 });
  // Its answer never came, but others reached the payment service at this address.
  span('checkout', CLIENT, http('payment.local', '8080'), { failed: true, ms: 50 });
  const other = span('refunds', CLIENT, { 'http.url': 'http://payment.local:8080/refund' });
  span('payment', SERVER, {}, { parent: other });
  span('checkout', CLIENT, {
    'url.full': 'https://mail.example/send',
    'http.request.method': 'GET',
  });
  span('checkout', CLIENT, { 'db.system.name': 'postgresql', 'db.namespace': 'shop' });
  span('refunds', CLIENT, { 'db.system': 'postgresql', 'db.name': 'shop' }, { failed: true });
  const queue = { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' };
  span('checkout', PRODUCER, queue);
  span('worker', CONSUMER, queue, { ms: 5 });
  const grpc = span('worker', CLIENT, {
    'rpc.system': 'grpc',
    'server.address': 'tax',
    'server.port': '9',
  });
  span('tax', SERVER, { 'rpc.system': 'grpc' }, { parent: grpc });
  // Without a client span in between.
  const inside = span('gateway', SERVER);
  span('checkout', SERVER, {}, { parent: inside });
  span('gateway', 1, {}, { parent: inside });
  span('late', CLIENT, http('payment.local', '8080'), { after: 60_000_000_000n });
  await insert(store, 'spans', rows as Parameters<typeof insert>[2]);
});
afterAll(() => store.close());

it('knows who depends on whom', async () => {
  const { rows: found } = await edgesOf(store, range);
  const told = found
    .filter(({ source }) => source !== '')
    .map((row) => {
      const { source, sourceKind, target, targetKind, protocol, requests, errors } = row;
      return `${sourceKind} ${source} → ${targetKind} ${target}: ${protocol} ${requests}/${errors}`;
    });
  expect(told).toEqual([
    'service checkout → external mail.example:443: http 1/0',
    'service checkout → messaging orders: messaging 1/0',
    'service checkout → service payment: http 2/1',
    'service checkout → database postgresql shop: database 1/0',
    'service gateway → service checkout: other 1/0',
    'messaging orders → service worker: messaging 1/0',
    'service refunds → service payment: http 1/0',
    'service refunds → database postgresql shop: database 1/1',
    'service worker → service tax: rpc 1/0',
  ]);
  const payment = found.find(({ source, target }) => source === 'checkout' && target === 'payment');
  expect(payment?.quantilesNs[0]).toBeCloseTo(40_000_000, -6);
});

it('sums up what is no service over its callers', async () => {
  const sums = (await edgesOf(store, range)).rows.filter(({ source }) => source === '');
  expect(
    sums.map(({ target, targetKind, system, requests, errors }) => [
      target,
      targetKind,
      system,
      requests,
      errors,
    ]),
  ).toEqual([
    ['mail.example:443', 'external', '', '1', '0'],
    ['orders', 'messaging', 'kafka', '1', '0'],
    ['postgresql shop', 'database', 'postgresql', '2', '1'],
  ]);
});

it('knows who called a peer, and where', async () => {
  expect(await callersOf(store, 'payment', range)).toEqual([
    { service: 'checkout', addresses: ['payment.local:8080'] },
    { service: 'refunds', addresses: ['payment.local:8080'] },
  ]);
  expect(await callersOf(store, 'gateway', range)).toEqual([]);
});
