import { describe, expect, it } from 'vitest';
import { encode, nano, NOW, resource, string } from '../../testing/batches.ts';
import { Batch, type SeriesPolicy } from '../batch.ts';
import { newHash } from '../hash.ts';
import {
  OF_METRIC,
  OF_SERVICE,
  OWN,
  type Placement,
  PlacementReader,
  PlacementWriter,
} from './overflow.ts';
import { SeriesLimit } from './series-limit.ts';

const HOUR = 3_600_000;

describe('SeriesLimit', () => {
  const hash = (n: number) => {
    const words = newHash();
    words[0] = Math.imul(n, 0x9e37_79b1);
    words[1] = n;
    return words;
  };
  const admitted = (limit: SeriesLimit, service: string, from: number, to: number): number => {
    let count = 0;
    for (let n = from; n < to; n++) if (limit.admits(service, hash(n))) count += 1;
    return count;
  };

  it('admits so many series of each service, and those again and again', () => {
    const limit = new SeriesLimit(5_000);
    limit.begin(0);
    expect(admitted(limit, 'a', 0, 9_000)).toBe(5_000);
    expect(admitted(limit, 'a', 0, 9_000)).toBe(5_000);
    expect(admitted(limit, 'b', 100_000, 109_000)).toBe(5_000);
    expect(limit.size).toBe(10_000);
  });

  it('forgets what had no point in this hour and the one before', () => {
    const limit = new SeriesLimit(100);
    limit.begin(0);
    admitted(limit, 'a', 0, 100);
    admitted(limit, 'b', 1_000, 1_010);
    limit.begin(HOUR);
    expect(admitted(limit, 'a', 50, 150)).toBe(50); // the others still have their places
    limit.begin(2 * HOUR);
    expect(limit.size).toBe(50);
    expect(admitted(limit, 'a', 200, 300)).toBe(50);
    expect(admitted(limit, 'a', 50, 100)).toBe(50);
    limit.begin(HOUR); // a clock that went back
    expect(limit.size).toBe(100);
    limit.begin(5 * HOUR);
    expect(limit.size).toBe(0);
  });

  it('has a limit over all services, and one for overflow series', () => {
    const limit = new SeriesLimit(1_000_000);
    limit.begin(0);
    let overflow = 0;
    for (let n = 0; n < 1_500; n++) if (limit.admitsOverflow('a', hash(n))) overflow += 1;
    expect(overflow).toBe(1_000);
    expect(admitted(limit, 'b', 2_000, 1_100_000)).toBe(999_000);
    expect(admitted(limit, 'c', 2_000_000, 2_000_001)).toBe(0);
    expect(limit.size).toBe(1_000_000);
  });
});

describe('placements', () => {
  const run = (length: number, placement: Placement) => Array.from({ length }, () => placement);
  const cases: Placement[][] = [
    [],
    [OWN, OF_METRIC],
    [OF_METRIC, OF_METRIC, OF_SERVICE, OWN, OWN, OF_SERVICE],
    [...run(300, OWN), ...run(400, OF_METRIC)],
  ];
  it.each(cases.map((placements) => [placements] as const))(
    'are read as they were written: case %#',
    (placements) => {
      const writer = new PlacementWriter();
      placements.forEach((placement, point) => {
        if (placement !== OWN) writer.add(point, placement);
      });
      const written = writer.take();
      expect(written === undefined).toBe(placements.length === 0);
      expect(writer.take()).toBeUndefined();
      const reader = new PlacementReader(written ?? Buffer.alloc(0));
      expect(placements.map(() => reader.next())).toEqual(placements);
      expect(reader.next()).toBe(OWN);
    },
  );
});

describe('a batch with a limit of series', () => {
  const gauge = (name: string, ...labels: string[]) => ({
    name,
    unit: 's',
    gauge: {
      dataPoints: labels.map((label) => ({
        timeUnixNano: nano(0),
        asInt: 1,
        attributes: [string('label', label)],
        exemplars: [{ timeUnixNano: nano(0), asInt: 2 }],
      })),
    },
  });
  const request = (service: string, ...metrics: object[]) =>
    encode('metrics', {
      resourceMetrics: [{ resource: resource(service), scopeMetrics: [{ metrics }] }],
    });
  const rows = (batch: Batch) =>
    Object.fromEntries(batch.tables.map(({ name, rows: count }) => [name, count]));
  const native = (batch: Batch) =>
    batch.tables.map((table) => Buffer.concat(table.toNative()).toString('latin1'));

  it('puts the points of further series into one overflow series per metric', () => {
    const batch = new Batch();
    const policy: SeriesPolicy = { limit: new SeriesLimit(2) };
    const first = batch.decode(
      'metrics',
      request('a', gauge('m', '1', '2', '3', '4')),
      NOW,
      policy,
    );
    expect(first.accepted).toBe(4);
    expect([...first.cuts]).toEqual([['series', 2]]);
    expect(rows(batch)).toMatchObject({ metric_series: 3, metric_points: 4, metric_exemplars: 4 });
    // The overflow series is of the service, whichever instance had the points.
    const again = batch.decode('metrics', request('a', gauge('m', '5', '1', '6')), NOW, policy);
    expect([...again.cuts]).toEqual([['series', 2]]);
    expect(rows(batch)).toMatchObject({ metric_series: 3, metric_points: 7 });
    const other = batch.decode('metrics', request('b', gauge('m', '1', '2')), NOW, policy);
    expect(other.cuts.size).toBe(0);
    expect(native(batch).join('')).toContain('otel.metric.overflow');
  });

  it('puts the points of too many metrics into one overflow series of the service', () => {
    const batch = new Batch();
    const metrics = Array.from({ length: 1_200 }, (_, n) => gauge(`m${n}`, 'x'));
    const policy: SeriesPolicy = { limit: new SeriesLimit(1) };
    const { cuts } = batch.decode('metrics', request('a', ...metrics), NOW, policy);
    expect([...cuts]).toEqual([['series', 1_199]]);
    expect(rows(batch)).toMatchObject({ metric_series: 1 + 1_000 + 1, metric_points: 1_200 });
  });

  it('makes the same rows again by what was decided, whatever is remembered then', () => {
    const policy: SeriesPolicy = { limit: new SeriesLimit(3) };
    const requests = [
      request('a', gauge('m', '1', '2')),
      request('a', gauge('n', '3', '4', '5'), gauge('m', '2', '9')),
      request('b', gauge('m', '1')),
    ];
    const live = new Batch();
    const placements = requests.map((body) => live.decode('metrics', body, NOW, policy).placements);
    expect(placements.map((one) => one !== undefined)).toEqual([false, true, false]);
    const replayed = new Batch();
    requests.forEach((body, index) =>
      replayed.decode('metrics', body, NOW, { placements: placements[index] }),
    );
    const texts = native(live);
    // Keys that both decided not to use may differ; ids, counts and rows may not.
    expect(rows(replayed)).toEqual(rows(live));
    expect(native(replayed)).toEqual(texts);
    const unlimited = new Batch();
    for (const body of requests) unlimited.decode('metrics', body, NOW);
    expect(native(unlimited)).not.toEqual(texts);
  });

  it('takes back the times of its series with a request that was malformed', () => {
    const batch = new Batch();
    batch.decode('metrics', request('a', gauge('m', '1')), NOW);
    const before = native(batch);
    const late = encode('metrics', {
      resourceMetrics: [
        {
          resource: resource('a'),
          scopeMetrics: [
            {
              metrics: [
                {
                  name: 'm',
                  unit: 's',
                  gauge: {
                    dataPoints: [
                      { timeUnixNano: nano(9_000), attributes: [string('label', '1')] },
                      { timeUnixNano: nano(-9_000), attributes: [string('label', '1')] },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
    });
    const malformed = Buffer.concat([late, Buffer.from([0x0a])]);
    expect(() => batch.decode('metrics', malformed, NOW)).toThrow(/cut off/);
    expect(native(batch)).toEqual(before);
  });
});
