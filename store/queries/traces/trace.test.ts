import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { type Fixture, insert } from '../testing/insert.ts';
import { traceFacts } from './facts.ts';
import { traceSpans } from './spans.ts';
import { traceSummaries } from './summaries.ts';
import { type TraceTimes, traceTimes } from './times.ts';

const BEGIN = 1_760_000_000_000_000_000n;
const TRACE = '5b8efff798038103d269b633813fc60c';
const OTHER = '00000000000000000000000000000001';
const UNKNOWN = 'ffffffffffffffffffffffffffffffff';

let store: Store;

const span = (
  spanId: string,
  parent: string,
  startMs: number,
  durationMs: number,
  more: Fixture,
) => ({
  trace_id: TRACE,
  span_id: spanId,
  ...(parent !== '' && { parent_span_id: parent }),
  start_time: String(BEGIN + BigInt(startMs) * 1_000_000n),
  duration_ns: String(durationMs * 1_000_000),
  ...more,
});

beforeAll(async () => {
  store = await createTestStore();
  await insert(store, 'spans', [
    // The root begins later than its child: clocks differ.
    span('00000000000000a1', '', 5, 100, { service: 'web', name: 'GET /', kind: 2 }),
    span('00000000000000b2', '00000000000000a1', 0, 10, {
      service: 'cart',
      name: 'add',
      status_code: 2,
      correlation_id: 'order-7',
    }),
    span('00000000000000c3', '00000000000000b2', 20, 200, {
      service: 'db',
      name: 'SELECT',
      status_code: 2,
      correlation_id: 'order-8',
    }),
    span('00000000000000d4', '00000000000000c3', 30, -5, {
      service: 'cart',
      name: 'ends before it starts',
    }),
  ]);
  await insert(store, 'spans', [
    span('00000000000000e5', '00000000000000ff', 1_000, 1, {
      trace_id: OTHER,
      service: 'late',
      name: 'child',
    }),
    span('00000000000000e6', '00000000000000ff', 900, 1, {
      trace_id: OTHER,
      service: 'late',
      name: 'first child',
    }),
  ]);
});
afterAll(() => store.close());

describe('traceTimes', () => {
  it('covers the starts of all spans of all the traces, its end exclusive', async () => {
    // BEGIN is 20 s after the minute that it is in.
    const minutes = [Number(BEGIN / 1_000_000_000n) - 20];
    expect(await traceTimes(store, [TRACE])).toEqual({
      from: BEGIN,
      to: BEGIN + 30_000_001n,
      minutes,
    });
    expect(await traceTimes(store, [OTHER, TRACE, UNKNOWN])).toEqual({
      from: BEGIN,
      to: BEGIN + 1_000_000_001n,
      minutes,
    });
  });

  it('lists the minutes of each trace, and none of a trace that took days', async () => {
    const [NEAR = '', FAR = '', ENDLESS = ''] = ['2', '3', '4'].map((last) =>
      last.padStart(32, '0'),
    );
    const at = (seconds: number) => String(BEGIN + BigInt(seconds) * 1_000_000_000n);
    await insert(store, 'spans', [
      { trace_id: NEAR, start_time: at(0) },
      { trace_id: NEAR, start_time: at(100) },
      { trace_id: FAR, start_time: at(86_400) },
      { trace_id: ENDLESS, start_time: at(0) },
      { trace_id: ENDLESS, start_time: at(300_000) },
    ]);
    const first = Number(BEGIN / 1_000_000_000n) - 20;
    const times = await traceTimes(store, [NEAR, FAR]);
    expect(times?.minutes?.toSorted()).toEqual([first, first + 60, first + 120, first + 86_400]);
    const [near] = await traceSummaries(store, [NEAR], times as TraceTimes);
    expect(near?.spans).toBe('2');
    const endless = await traceTimes(store, [NEAR, ENDLESS]);
    expect(endless).toEqual({ from: BEGIN, to: BigInt(at(300_000)) + 1n });
    const [, whole] = await traceSummaries(store, [NEAR, ENDLESS], endless as TraceTimes);
    expect(whole?.spans).toBe('2');
  });

  it('is undefined for traces without spans', async () => {
    expect(await traceTimes(store, [UNKNOWN])).toBeUndefined();
    expect(await traceTimes(store, [])).toBeUndefined();
  });
});

describe('traceSummaries', () => {
  const range = { from: BEGIN, to: BEGIN + 2_000_000_000n };

  it('is named by the root span, else by the earliest, earliest trace first', async () => {
    expect(await traceSummaries(store, [OTHER, TRACE, UNKNOWN], range)).toEqual([
      expect.objectContaining({
        traceId: TRACE,
        correlationId: 'order-7',
        rootService: 'web',
        rootName: 'GET /',
        startTimeUnixNano: String(BEGIN),
        durationNs: '220000000',
        spans: '4',
        errors: '2',
        services: ['cart', 'db', 'web'],
      }),
      expect.objectContaining({
        traceId: OTHER,
        correlationId: '',
        rootName: 'first child',
        durationNs: '101000000',
      }),
    ]);
  });
});

describe('traceFacts', () => {
  it('counts spans and lists correlation ids', async () => {
    const range = { from: BEGIN, to: BEGIN + 2_000_000_000n };
    expect(await traceFacts(store, TRACE, range)).toEqual({
      spans: '4',
      correlationIds: ['order-7', 'order-8'],
    });
  });
});

describe('traceSpans', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';

  it('gives every field as it is stored, earliest first, up to the limit', async () => {
    await insert(store, 'spans', [
      {
        trace_id: traceId,
        span_id: 'b7ad6b7169203331',
        start_time: String(BEGIN),
        duration_ns: '9007199254740993',
        trace_state: 'a=1,b=2',
        flags: 257,
        service: 'süß',
        resource_id: '18446744073709551615',
        scope_name: 'lib',
        scope_version: '1.2',
        scope_attributes: { x: '1' },
        scope_attribute_types: 'i',
        name: 'POST /尺寸',
        kind: 5,
        status_code: 2,
        status_message: 'no\nluck',
        attributes: { 'a.b': '', c: '7' },
        attribute_types: 'si',
        dropped_attributes_count: 3,
        'events.time': [String(BEGIN + 5n)],
        'events.name': ['exception'],
        'events.attributes': [{ 'exception.type': 'Oops' }],
        'events.attribute_types': [''],
        'events.dropped_attributes_count': [1],
        'links.trace_id': [TRACE],
        'links.span_id': ['00000000000000a1'],
        'links.trace_state': ['z=9'],
        'links.flags': [1],
        'links.attributes': [{ why: 'retry' }],
        'links.attribute_types': ['s'],
        'links.dropped_attributes_count': [0],
      },
    ]);
    const [row] = await traceSpans(store, traceId, 10);
    expect(row).toMatchObject({
      spanId: 'b7ad6b7169203331',
      parentSpanId: '0000000000000000',
      startTimeUnixNano: String(BEGIN),
      durationNs: '9007199254740993',
      resourceId: '18446744073709551615',
      name: 'POST /尺寸',
      service: 'süß',
      attributeKeys: ['a.b', 'c'],
      attributeValues: ['', '7'],
      attributeTypes: 'si',
      eventTimes: [String(BEGIN + 5n)],
      eventAttributeKeys: [['exception.type']],
      eventAttributeValues: [['Oops']],
      linkTraceIds: [TRACE],
      linkSpanIds: ['00000000000000a1'],
      linkAttributeValues: [['retry']],
      statusMessage: 'no\nluck',
    });
    const all = await traceSpans(store, TRACE, 3);
    expect(all.map((each) => each.spanId.slice(-2))).toEqual(['b2', 'a1', 'c3']);
  });
});
