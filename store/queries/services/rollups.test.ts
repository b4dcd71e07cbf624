import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { KEY_HEADER } from '../../embedded/credentials.ts';
import { migrate, readMigrations } from '../../migrations/migrate.ts';
import { createTestStore, emptyTestStore } from '../../testing/store.ts';
import { insert } from '../testing/insert.ts';
import { type TimeRange, within } from '../time.ts';
import { serviceOperations } from './operations.ts';
import { servicePoints } from './points.ts';
import { serviceRequests } from './requests.ts';
import { serviceSeries } from './series.ts';
import { usualRequests } from './usual.ts';

const SECOND = 1_000_000_000n;
const HOUR = 3_600n * SECOND;
/** 2025-10-09T09:00:00Z. */
const BEGIN = 1_760_000_400n * SECOND;
const range = (fromSeconds: number, toSeconds: number): TimeRange => ({
  from: BEGIN + BigInt(Math.round(fromSeconds * 1e9)),
  to: BEGIN + BigInt(Math.round(toSeconds * 1e9)),
});

/** Nanoseconds by service, out of a random number `u` of 0 to 1 and another, `v`. */
const DURATIONS = {
  even: '1e6 + u * 1e9',
  'log-normal': '2e7 * exp(0.9 * sqrt(-2 * log(u + 1e-12)) * cos(2 * pi() * v))',
  'two peaks': 'if(u < 0.9, 1e6 + v * 1e5, 2e9 + v * 1e8)',
  'long tail': '1e5 / pow(1 - u, 1.5)',
  constant: '2e7',
};
const SERVICES = Object.keys(DURATIONS);

/** Spans of 2 hours and 10 minutes in no order of time, the same ones for the same seed. */
const spans = (seed: number, count: number) => `
  SELECT
    fromUnixTimestamp64Nano(toInt64(${BEGIN} + cityHash64(1, number, ${seed}) % (7800 * 1000000000)), 'UTC') AS start_time,
    ${JSON.stringify(SERVICES).replaceAll('"', "'")}[1 + number % ${SERVICES.length}] AS service,
    toInt64(multiIf(${SERVICES.map((name) => `service = '${name}', ${DURATIONS[name as keyof typeof DURATIONS]}`).join(', ')}, 0)) AS duration_ns,
    toUInt8(cityHash64(2, number, ${seed}) % 6) AS kind,
    toUInt8(if(cityHash64(3, number, ${seed}) % 20 = 0, 2, 0)) AS status_code,
    concat('GET /', toString(cityHash64(4, number, ${seed}) % 3)) AS name,
    concat('1.', toString(cityHash64(5, number, ${seed}) % 2)) AS version,
    concat('i', toString(cityHash64(6, number, ${seed}) % 3)) AS instance,
    cityHash64(7, number, ${seed}) / 18446744073709551616 AS u,
    cityHash64(8, number, ${seed}) / 18446744073709551616 AS v
  FROM numbers(${count})`;
const COLUMNS = 'start_time, service, duration_ns, kind, status_code, name, version, instance';

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
  // Each block has spans of every minute: most of them are late.
  for (const seed of [1, 2, 3]) {
    await store.command(
      `INSERT INTO spans (${COLUMNS}) SELECT ${COLUMNS} FROM (${spans(seed, 20_000)})`,
    );
  }
});
afterAll(() => store.close());

/** The same out of the spans themselves. */
const exact = (range: TimeRange, where = '1') =>
  store.rows<{ service: string; requests: string; errors: string; quantilesNs: number[] }>(
    `SELECT service, count() AS requests, countIf(status_code = 2) AS errors,
       quantilesExactInclusive(0.5, 0.95, 0.99)(duration_ns) AS quantilesNs
     FROM spans WHERE ${within('start_time')} AND kind IN (2, 5) AND ${where}
     GROUP BY service ORDER BY service`,
    { from: String(range.from), to: String(range.to) },
  );

const counts = ({
  service,
  requests,
  errors,
}: {
  service: string;
  requests: string;
  errors: string;
}) => ({
  service,
  requests,
  errors,
});

const withinOnePercent = (found: readonly number[], expected: readonly number[]) => {
  for (const [index, value] of expected.entries()) {
    expect(Math.abs((found[index] ?? 0) / value - 1), `${found} for ${expected}`).toBeLessThan(
      0.01,
    );
  }
};

describe('requests that are summed up', () => {
  it.each([
    ['all of it', 0, 7_800],
    ['an hour', 3_600, 7_200],
    ['an hour and ends that are no whole minutes', 1_234.567, 6_543.21],
    ['minutes', 600, 1_500],
    ['less than a minute', 700.25, 740.5],
    ['a range that begins before the first span', -90_000, 100],
  ])('are the spans, to the count, and quantiles within 1 %: %s', async (_name, from, to) => {
    const expected = await exact(range(from, to));
    const found = await serviceRequests(store, range(from, to));
    expect(expected).toHaveLength(SERVICES.length);
    expect(found.map(counts)).toEqual(expected.map(counts));
    for (const [index, row] of found.entries()) {
      withinOnePercent(row.quantilesNs, expected[index]?.quantilesNs ?? []);
    }
  });

  it('are those of a part alone, if it is asked for', async () => {
    const asked = range(100, 7_300);
    const found = await serviceRequests(store, asked, { service: 'even', version: '1.1' });
    const [expected] = await exact(asked, "service = 'even' AND version = '1.1'");
    expect(found.map(({ requests }) => requests)).toEqual([expected?.requests]);
    expect(await serviceRequests(store, asked, { environment: 'nowhere' })).toEqual([]);
  });

  it.each([5, 60, 600, 3_600])('add up by steps of %i seconds', async (step) => {
    const asked = range(3_500, 4_700);
    const points = await servicePoints(store, asked, step);
    const sums = SERVICES.toSorted().map((name) =>
      points
        .filter(({ service }) => service === name)
        .reduce((sum, { requests }) => sum + Number(requests), 0),
    );
    expect(sums).toEqual((await exact(asked)).map(({ requests }) => Number(requests)));
    expect(points.every(({ step: begin }) => begin % step === 0)).toBe(true);
  });

  it.each([
    ['version', 'version'],
    ['instance', 'instance'],
    ['operation', 'name'],
  ] as const)('are told apart by %s', async (by, column) => {
    const asked = range(90, 5_000);
    const rows = await store.rows<{ value: string; requests: string }>(
      `SELECT ${column} AS value, count() AS requests FROM spans
       WHERE ${within('start_time')} AND kind IN (2, 5) AND service = 'two peaks'
       GROUP BY value ORDER BY requests DESC, value`,
      { from: String(asked.from), to: String(asked.to) },
    );
    const question = { service: 'two peaks', range: asked, scope: {}, by, stepSeconds: 60 };
    const series = await serviceSeries(store, { ...question, limit: 2 });
    const sums = series.map(({ value, points }) => ({
      value,
      requests: String(points.reduce((sum, { requests }) => sum + Number(requests), 0)),
    }));
    expect(sums).toEqual(rows.slice(0, 2));
  });

  it('have the operations that nobody asked for, apart', async () => {
    const asked = { service: 'constant', range: range(10, 7_790), scope: {}, limit: 100 };
    const found = await serviceOperations(store, { ...asked, sort: 'requests' });
    const rows = await store.rows<{ name: string; kind: number; requests: string }>(
      `SELECT name, kind, count() AS requests FROM spans
       WHERE ${within('start_time')} AND kind IN (0, 1, 2, 5) AND service = 'constant'
       GROUP BY name, kind ORDER BY requests DESC, name, kind`,
      { from: String(asked.range.from), to: String(asked.range.to) },
    );
    expect(found.map(({ name, kind, requests }) => ({ name, kind, requests }))).toEqual(rows);
    withinOnePercent(
      found.map(({ totalNs }) => totalNs),
      rows.map(({ requests }) => Number(requests) * 2e7),
    );
  });
});

it('a block that is sent again is counted once', async () => {
  const block = await nativeBlock(`SELECT ${COLUMNS} FROM (${spans(9, 1_000)})`);
  for (const token of ['segment 1', 'segment 1', 'segment 2', 'segment 1']) {
    await store.insertNative(`spans (${COLUMNS})`, [block], token);
  }
  const [stored] = await store.rows('SELECT count() AS n FROM spans');
  expect(stored).toEqual({ n: '62000' });
  for (const table of ['operation_minutes', 'service_minutes', 'service_hours']) {
    const where = table === 'operation_minutes' ? 'WHERE kind IN (2, 5)' : '';
    const sums =
      await store.rows(`SELECT sum(requests) AS n, sum(arraySum(mapValues(latencies))) AS l
      FROM ${table} ${where}`);
    const spansOf = await store.rows(
      'SELECT count() AS n, count() AS l FROM spans WHERE kind IN (2, 5)',
    );
    expect([table, ...sums]).toEqual([table, ...spansOf]);
  }
});

it('spans that were stored before there were sums are in them', async () => {
  const own = emptyTestStore();
  const all = readMigrations();
  await migrate(
    own,
    all.filter(({ version }) => version < 7),
  );
  await own.command(`INSERT INTO spans (${COLUMNS}) SELECT ${COLUMNS} FROM (${spans(4, 2_000)})`);
  const [broken, ...later] = all.filter(({ version }) => version >= 7);
  const halfWay = { ...broken!, statements: [...broken!.statements, 'THIS IS NOT SQL'] };
  await expect(
    migrate(own, [...all.filter(({ version }) => version < 7), halfWay]),
  ).rejects.toThrow();
  await migrate(own, [...all.filter(({ version }) => version < 7), broken!, ...later]);
  await own.command(`INSERT INTO spans (${COLUMNS}) SELECT ${COLUMNS} FROM (${spans(5, 2_000)})`);
  const [sums] = await own.rows('SELECT sum(requests) AS n FROM service_hours');
  expect([sums]).toEqual(await own.rows('SELECT count() AS n FROM spans WHERE kind IN (2, 5)'));
  await own.close();
});

it('knows what is usual by the hours before', async () => {
  const now = BEGIN - 100n * HOUR;
  const day = { from: now - 24n * HOUR, to: now + 600n * SECOND };
  const request = (hour: number, ms: number, failed = false) => ({
    service: 'cart',
    kind: 2,
    status_code: failed ? 2 : 0,
    duration_ns: String(ms * 1_000_000),
    start_time: String(now + BigInt(hour) * HOUR + 5n * SECOND),
  });
  const hour = (at: number, count: number, ms: number, failed = 0) =>
    Array.from({ length: count }, (_, index) => request(at, ms, index < failed));
  await insert(store, 'spans', [
    ...hour(-25, 50, 9_000),
    ...hour(-24, 20, 100),
    ...hour(-3, 40, 100, 2),
    ...hour(-2, 30, 200),
    // Too few to say anything.
    ...hour(-1, 9, 9_000),
    // The hour of the moment itself, of which ten minutes are over.
    ...hour(0, 20, 400, 20),
  ]);
  const [usual, ...others] = await usualRequests(store, day);
  expect(others).toEqual([]);
  expect(usual).toMatchObject({ service: 'cart', hours: '4', requests: '110' });
  expect((usual?.requestsPerSecond ?? 0) * 3_600).toBeCloseTo(35, 6);
  expect(usual?.errorRates).toEqual([0, 0.025, 0.2875]);
  withinOnePercent(usual?.p95Ns ?? [], [100e6, 150e6, 250e6]);
  expect(await usualRequests(store, day, { environment: 'test' })).toEqual([]);
  expect(await usualRequests(store, { from: 0n, to: 0n })).toEqual([]);
});

/** One block of the rows as ClickHouse itself writes them. */
async function nativeBlock(sql: string): Promise<Uint8Array> {
  const { url, username, password, database, key } = store.settings;
  const reply = await fetch(new URL(`/?database=${database}`, url), {
    method: 'POST',
    headers: {
      'X-ClickHouse-User': username,
      'X-ClickHouse-Key': password?.reveal() ?? '',
      [KEY_HEADER]: key?.reveal() ?? '',
    },
    body: `${sql} FORMAT Native`,
  });
  return new Uint8Array(await reply.arrayBuffer());
}
