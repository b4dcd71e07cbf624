import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { parseQuery } from '../../language/parse.ts';
import { createTestStore } from '../../testing/store.ts';
import { granules } from '../testing/explain.ts';
import { type Fixture, insert } from '../testing/insert.ts';
import { rangeParameters, TRACE_IDS, within } from '../time.ts';
import { type SpanFilter, spanConditions } from './filter.ts';
import type { TraceMatch } from './matches.ts';
import { searchTraces, type TraceOrder } from './search.ts';

const SECOND = 1_000_000_000n;
const BEGIN = 1_760_000_000n * SECOND;
const range = { from: BEGIN, to: BEGIN + 3_600n * SECOND };

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

const id = (n: number) => n.toString(16).padStart(32, '0');

/** `at`: seconds after the range's start. */
const span = (trace: number, at: number, more: Fixture = {}): Fixture => ({
  trace_id: id(trace),
  span_id: '00f067aa0ba902b7',
  start_time: String(BEGIN + BigInt(Math.round(at * 1e9))),
  duration_ns: '1000000',
  ...more,
});

async function pages(
  filter: SpanFilter,
  limit: number,
  order: TraceOrder = 'time',
): Promise<TraceMatch[]> {
  const all: TraceMatch[] = [];
  for (let after: TraceMatch | undefined; ;) {
    const page = await searchTraces(store, {
      range,
      filter,
      order,
      limit,
      ...(after && { after }),
    });
    all.push(...page);
    after = page.at(-1);
    if (page.length < limit) return all;
  }
}

const traces = (matches: readonly TraceMatch[]) =>
  matches.map((match) => Number(`0x${match.traceId}`));

describe('searchTraces', () => {
  it('is newest first, in the range only: its start belongs to it, its end does not', async () => {
    const service = 'ends';
    await insert(store, 'spans', [
      span(1, -0.000000001, { service }),
      span(2, 0, { service }),
      span(3, 3_599.999999999, { service }),
      span(4, 3_600, { service }),
    ]);
    expect(traces(await pages({ service }, 10))).toEqual([3, 2]);
  });

  it('gives each trace once over all pages, however its spans lie', async () => {
    const service = 'pages';
    // Every trace has spans all over the range, and many newest spans begin in the same nanosecond.
    const spans = Array.from({ length: 60 }, (_, n) => [
      span(100 + n, 3_000 - Math.floor(n / 10) * 100, { service }),
      span(100 + n, 2_000 - n, { service }),
      span(100 + n, n, { service }),
    ]).flat();
    await insert(store, 'spans', spans);
    const whole = await searchTraces(store, {
      range,
      filter: { service },
      order: 'time',
      limit: 100,
    });
    expect(whole).toHaveLength(60);
    expect(new Set(traces(whole)).size).toBe(60);
    for (const limit of [1, 7, 10, 59, 60]) {
      expect(await pages({ service }, limit)).toEqual(whole);
    }
  });

  it('is slowest first by the longest match, each trace once over all pages', async () => {
    const service = 'slow';
    const took = (trace: number, ms: number) =>
      span(trace, trace % 60, { service, duration_ns: String(ms * 1_000_000) });
    const spans = Array.from({ length: 40 }, (_, n) => [
      // Ten traces for each longest match, and shorter matches of many lengths in all of them.
      took(400 + n, 1_000 - Math.floor(n / 10)),
      took(400 + n, 500 + n),
      took(400 + n, 500 + n),
      took(400 + n, n),
    ]).flat();
    await insert(store, 'spans', spans);
    const whole = await pages({ service }, 100, 'duration');
    const expected = [9, 19, 29, 39].flatMap((last) =>
      Array.from({ length: 10 }, (_, n) => 400 + last - n),
    );
    expect(traces(whole)).toEqual(expected);
    expect(whole[0]?.rank).toBe('1000000000');
    for (const limit of [7, 40]) {
      expect(await pages({ service }, limit, 'duration')).toEqual(whole);
    }
  });

  it('matches spans, not traces: every filter holds for the same span', async () => {
    const service = 'filters';
    await insert(store, 'spans', [
      span(201, 10, { service, name: 'GET /a', status_code: 2, duration_ns: '5000000' }),
      span(201, 11, { service, name: 'GET /b', status_code: 0, duration_ns: '900000000' }),
      span(202, 12, { service, name: 'GET /b', status_code: 2, duration_ns: '900000000' }),
      span(203, 13, { service: 'another', name: 'GET /b', status_code: 2 }),
    ]);
    expect(traces(await pages({ service, name: 'GET /b' }, 10))).toEqual([202, 201]);
    expect(traces(await pages({ service, name: 'GET /b', statusCode: 2 }, 10))).toEqual([202]);
    expect(traces(await pages({ service, minDurationNs: 900_000_000n }, 10))).toEqual([202, 201]);
    expect(traces(await pages({ service, minDurationNs: 900_000_001n }, 10))).toEqual([]);
  });

  it('finds an attribute by its key and value together, the empty value too', async () => {
    const service = 'attributes';
    await insert(store, 'spans', [
      span(301, 10, { service, attributes: { 'user.id': '42', 'order.id': '7' } }),
      span(302, 11, { service, attributes: { 'user.id': '7', 'order.id': '42' } }),
      span(303, 12, { service, attributes: { 'user.id': '' } }),
      span(304, 13, { service, attributes: {} }),
      span(305, 14, { service, attributes: { 'Größe 尺寸': "it's = 'quoted'\n\\" } }),
    ]);
    const by = async (...attributes: { key: string; value: string }[]) =>
      traces(await pages({ service, attributes }, 10));
    expect(await by({ key: 'user.id', value: '42' })).toEqual([301]);
    expect(await by({ key: 'user.id', value: '' })).toEqual([303]);
    expect(await by({ key: 'Größe 尺寸', value: "it's = 'quoted'\n\\" })).toEqual([305]);
    expect(await by({ key: 'user.id', value: '7' }, { key: 'order.id', value: '42' })).toEqual([
      302,
    ]);
    expect(await by({ key: 'user.id', value: '7' }, { key: 'order.id', value: '7' })).toEqual([]);
  });

  it('reads the newest part of a long range only, when the page fills there', async () => {
    await store.command(
      `INSERT INTO spans (start_time, trace_id, service)
       SELECT fromUnixTimestamp64Nano(toInt64({from:Int64} + number * 18000000), 'UTC'),
         reinterpret(number + 1000000, 'FixedString(16)'), 'long'
       FROM numbers(200000)`,
      { from: String(BEGIN) },
    );
    const asked: { from: string; to: string }[] = [];
    const watched = {
      rows: <Row>(sql: string, parameters?: Readonly<Record<string, unknown>>) => {
        asked.push(parameters as { from: string; to: string });
        return store.rows<Row>(sql, parameters);
      },
    };
    const found = await searchTraces(watched, {
      range,
      filter: { service: 'long' },
      order: 'time',
      limit: 50,
    });
    expect(found).toHaveLength(50);
    expect(asked).toHaveLength(1);
    expect(BigInt(asked[0]?.to ?? 0) - BigInt(asked[0]?.from ?? 0)).toBeLessThanOrEqual(
      60n * SECOND,
    );
  });

  it('uses the indexes on attributes and trace ids, and the order of the table', async () => {
    const { sql, parameters } = spanConditions({ attributes: [{ key: 'no', value: 'where' }] });
    const asked = parseQuery('attributes.no:where -status:error', 'traces');
    const queried = spanConditions(asked.ok ? { query: asked.query } : {});
    const traceIds = ['f'.repeat(32)];
    const second = rangeParameters({ from: range.to - SECOND, to: range.to });
    const count = 'SELECT count() FROM spans WHERE';
    expect(await granules(store, `${count} ${sql}`, parameters)).toBeLessThan(4);
    expect(await granules(store, `${count} ${queried.sql}`, queried.parameters)).toBeLessThan(4);
    expect(await granules(store, `${count} trace_id IN ${TRACE_IDS}`, { traceIds })).toBeLessThan(
      4,
    );
    expect(await granules(store, `${count} ${within('start_time')}`, second)).toBeLessThan(20);
  });
});
