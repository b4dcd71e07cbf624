// Edges of stored minutes and edges joined from spans, over the same spans: they are the same.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../client.ts';
import { openMinutes } from '../queries/services/edges-open.ts';
import { dependencies } from '../queries/services/service-map.ts';
import type { TimeRange } from '../queries/time.ts';
import { createTestStore } from '../testing/store.ts';
import { edgesOf } from './edges.ts';
import { computeDueEdges } from './round.ts';

/** The start of a minute, and the length of the traffic. */
const BEGIN_MS = 1_760_000_040_000;
const MINUTES = 6;
const at = (ms: number): bigint => BigInt(BEGIN_MS + ms) * 1_000_000n;
const whole: TimeRange = { from: at(0), to: at(MINUTES * 60_000) };
const ragged: TimeRange = { from: at(37_123), to: at((MINUTES - 1) * 60_000 + 11_001) };

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

/**
 * Traces `first` to `last` of the same chaos for ever: a gateway calls one of three services, which
 * answers up to 30 s later, or whose answer is lost; that service asks a database, and sends a
 * message that is received up to 50 s later.
 */
async function traffic(first: number, last: number): Promise<void> {
  await store.command(
    `INSERT INTO spans (start_time, duration_ns, trace_id, span_id, parent_span_id, service, version, kind, status_code, attributes)
     WITH
       cityHash64(number) AS chance,
       {begin:Int64} + toInt64(chance % {length:UInt64}) AS began,
       ['cart', 'checkout', 'search'][1 + chance % 3] AS callee,
       chance % 11 = 0 AS isLost,
       ['1', '2'][1 + chance % 2] AS release,
       step -> began + toInt64(cityHash64(number, step) % step) * 1000000 AS after
     SELECT
       fromUnixTimestamp64Nano(span.1, 'UTC'), (1 + cityHash64(number, span.2) % 900) * 1000000,
       toFixedString(leftPad(toString(number), 16, '0'), 16), span.2, span.3, span.4, release,
       span.5, if(cityHash64(number, span.2, 'failed') % 20 = 0, 2, 0), span.6
     FROM numbers({first:UInt64}, {count:UInt64})
     ARRAY JOIN arrayFilter(span -> NOT (isLost AND span.2 = 'answered'), [
       (began, 'request ', '', 'gateway', 2, CAST(map(), 'Map(String, String)')),
       (began + 1000000, 'called  ', 'request ', 'gateway', 3, map('server.address', callee, 'server.port', '80', 'http.method', 'GET')),
       (after(30000), 'answered', 'called  ', callee, 2, CAST(map(), 'Map(String, String)')),
       (began + 3000000, 'database', 'answered', callee, 3, map('db.system', 'mysql')),
       (began + 4000000, 'produced', 'answered', callee, 4, map('messaging.destination.name', 'orders')),
       (after(50000), 'consumed', 'produced', 'worker', 5, map('messaging.destination.name', 'orders'))
     ]) AS span
     SETTINGS async_insert = 0`,
    {
      begin: String(at(0)),
      length: String(MINUTES * 60) + '000000000',
      first,
      count: last - first,
    },
  );
}

/** A round of the job, so long after the traffic began. */
const round = (afterMs: number, signal?: AbortSignal) =>
  computeDueEdges(store, {
    now: () => BEGIN_MS + afterMs,
    budgetMs: 10_000,
    pause: async () => undefined,
    ...(signal && { signal }),
  });
const LATER = (MINUTES + 10) * 60_000;

/** The edges as they are read are those that all of the spans say. */
async function expectSame(range: TimeRange): Promise<void> {
  const { rows, covered, missing } = await edgesOf(store, range);
  const nothing = { from: covered.from, to: covered.from };
  const joined = await dependencies(store, { stored: nothing, joined: [covered] });
  expect(missing.minutes).toBe(0);
  expect(joined.length).toBeGreaterThan(8);
  expect(rows).toEqual(joined);
}

it('spans → joined; computed → read; late spans → computed again, the same always', async () => {
  await traffic(0, 2_000);
  const open = await openMinutes(store, whole);
  expect(open.map(({ minutes }) => minutes)).toEqual([1, MINUTES - 1]);
  await expectSame(whole);
  expect(await round(LATER)).toMatchObject({ computed: MINUTES + 1, waiting: 0 });
  const stored = await dependencies(store, { stored: whole, joined: [] });
  expect(stored.find(({ source, target }) => `${source} ${target}` === 'worker orders')).toBe(
    undefined,
  );
  await expectSame(whole);
  await expectSame(ragged);

  await traffic(2_000, 2_300);
  expect((await round(LATER)).computed).toBe(MINUTES + 1);
  await expectSame(ragged);
  await expectSame({ from: ragged.from - at(40 * 60_000) + at(0), to: ragged.to });
  expect(await round(LATER)).toEqual({ computed: 0, waiting: 0, newestWaiting: undefined });
});

it('what is told to stop leaves the rest waiting', async () => {
  await traffic(2_300, 2_400);
  const waiting = { computed: 0, waiting: MINUTES + 1 };
  expect(await round(LATER, AbortSignal.abort())).toMatchObject(waiting);
});

it('a minute is not computed before it is over, and again when the next one is', async () => {
  expect((await round(60_000 + 4_000)).computed).toBe(0);
  expect((await round(60_000 + 5_000)).computed).toBe(1);
  expect((await round(60_000 + 5_000)).computed).toBe(0);
  expect((await round(120_000 + 5_000)).computed).toBe(2);
});

it('two that compute at the same time do no harm', async () => {
  await traffic(2_400, 2_500);
  const both = await Promise.all([round(LATER), round(LATER)]);
  expect(both.map(({ waiting }) => waiting)).toEqual([0, 0]);
  await expectSame(whole);
});
