import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { type Fixture, insert } from '../testing/insert.ts';
import type { LogFilter } from './filter.ts';
import { type FoundLogRow, type LogPosition, searchLogs } from './search.ts';

const BEGIN = 1_760_000_000_000_000_000n;
const range = { from: BEGIN, to: BEGIN + 3_600_000_000_000n };
const TRACE = '5b8efff798038103d269b633813fc60c';

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

const log = (after: bigint, body: string, more: Fixture = {}): Fixture => ({
  time: String(BEGIN + after),
  observed_time: String(BEGIN + after),
  body,
  ...more,
});

const search = (filter: LogFilter, limit = 100, after?: LogPosition) =>
  searchLogs(store, { range, filter, limit, ...(after && { after }) });

/** All pages, as the service pages: by the last record, and how many like it have been given. */
async function pages(filter: LogFilter, limit: number): Promise<string[]> {
  const all: FoundLogRow[] = [];
  for (let after: LogPosition | undefined; ;) {
    const page = await search(filter, limit, after);
    all.push(...page);
    const last = page.at(-1);
    if (!last || page.length < limit) return all.map((row) => row.body);
    const { timeUnixNano, hash } = last;
    const given = all.filter(
      (row) => row.timeUnixNano === timeUnixNano && row.hash === hash,
    ).length;
    after = { timeUnixNano, hash, given };
  }
}

describe('searchLogs', () => {
  it('is newest first, in the range only: its start belongs to it, its end does not', async () => {
    const service = 'ends';
    await insert(store, 'logs', [
      log(-1n, 'before', { service }),
      log(0n, 'first', { service }),
      log(3_599_999_999_999n, 'last', { service }),
      log(3_600_000_000_000n, 'after', { service }),
    ]);
    expect((await search({ service })).map((row) => row.body)).toEqual(['last', 'first']);
  });

  it('neither loses nor repeats records of the same nanosecond', async () => {
    const service = 'ties';
    const records = [
      ...Array.from({ length: 40 }, (_, n) => log(1_000n, `tie ${n}`, { service })),
      ...Array.from({ length: 5 }, (_, n) => log(999n, `older ${n}`, { service })),
      ...Array.from({ length: 5 }, (_, n) => log(1_001n, `newer ${n}`, { service })),
    ];
    await insert(store, 'logs', records.slice(0, 20));
    await insert(store, 'logs', records.slice(20));
    for (const limit of [1, 3, 5, 7, 25, 50, 60]) {
      const bodies = await pages({ service }, limit);
      expect(bodies).toHaveLength(50);
      expect(new Set(bodies).size).toBe(50);
      expect(bodies.slice(0, 5).every((body) => body.startsWith('newer'))).toBe(true);
    }
  });

  it('counts records that are alike in everything', async () => {
    const service = 'alike';
    const alike = Array.from({ length: 23 }, () => log(5n, 'again', { service }));
    await insert(store, 'logs', [
      ...alike,
      log(5n, 'other', { service }),
      log(4n, 'end', { service }),
    ]);
    for (const limit of [1, 4, 5, 24, 25]) {
      const bodies = await pages({ service }, limit);
      expect(bodies.filter((body) => body === 'again')).toHaveLength(23);
      expect(bodies).toHaveLength(25);
      expect(bodies.at(-1)).toBe('end');
    }
  });

  it('tells records apart by every field', async () => {
    const service = 'apart';
    await insert(store, 'logs', [
      log(7n, 'same', { service, attributes: { a: '1' } }),
      log(7n, 'same', { service, attributes: { a: '1' }, attribute_types: 'i' }),
      log(7n, 'same', { service, attributes: { a: '2' } }),
      log(7n, 'same', { service, span_id: '00f067aa0ba902b7' }),
    ]);
    expect(new Set((await search({ service })).map((row) => row.hash)).size).toBe(4);
  });

  it('filters by service, severity, trace and text in any case of letters', async () => {
    const service = 'filters';
    await insert(store, 'logs', [
      log(1n, 'Verbindung GESTÖRT', { service, severity_number: 17 }),
      log(2n, '100 % _done_', { service, severity_number: 9, trace_id: TRACE }),
      log(3n, 'nothing', { service: 'another', severity_number: 21 }),
    ]);
    const bodies = async (filter: LogFilter) => (await search(filter)).map((row) => row.body);
    expect(await bodies({ service, minSeverity: 10 })).toEqual(['Verbindung GESTÖRT']);
    expect(await bodies({ service, text: 'gestört' })).toEqual(['Verbindung GESTÖRT']);
    expect(await bodies({ service, text: '% _d' })).toEqual(['100 % _done_']);
    expect(await bodies({ service, text: "'; DROP TABLE logs --\n\\'" })).toEqual([]);
    expect(await bodies({ traceId: TRACE.toUpperCase() })).toEqual(['100 % _done_']);
    expect(await bodies({ service, minSeverity: 17, text: 'done' })).toEqual([]);
  });

  it('finds a correlation id, also a trace id that stands for one', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    await insert(store, 'logs', [
      log(1n, 'own', { correlation_id: 'order-7', trace_id: trace }),
      log(2n, 'stands', { trace_id: trace }),
      log(3n, 'carried', { correlation_id: trace }),
    ]);
    const bodies = async (correlationId: string) =>
      (await search({ correlationId })).map((row) => row.body);
    expect(await bodies('order-7')).toEqual(['own']);
    expect(await bodies(trace)).toEqual(['carried', 'stands']);
    expect(await bodies('0'.repeat(32))).toEqual([]);
  });
});
