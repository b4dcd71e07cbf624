import { expect, it } from 'vitest';
import { string } from './testing/batches.ts';
import { nano, post, useCollectors } from './testing/collector.ts';

const test = useCollectors();

const gauge = (name: string, ...labels: string[]) =>
  JSON.stringify({
    resourceMetrics: [
      {
        resource: { attributes: [string('service.name', 'shop')] },
        scopeMetrics: [
          {
            metrics: [
              {
                name,
                gauge: {
                  dataPoints: labels.map((label) => ({
                    timeUnixNano: nano,
                    asInt: 1,
                    attributes: [string('label', label)],
                  })),
                },
              },
            ],
          },
        ],
      },
    ],
  });

it('points over the limit of series go to overflow series, after a restart to the same', async () => {
  const settings = { maxSeriesPerService: 2, drainTimeoutMs: 200 };
  const before = await test.start(settings, {
    insertNative: async (table, blocks, token) => {
      if (table === 'metric_points') throw new Error('away');
      await test.store.insertNative(table, blocks, token);
    },
  });
  await post(before, 'metrics', gauge('m', 'a', 'b', 'c', 'd'));
  const folded = await post(before, 'metrics', gauge('n', 'a', 'b', 'c'));
  expect(folded.json().partialSuccess).toMatchObject({ rejectedDataPoints: '0' });
  const metrics = await before.app.inject('/metrics');
  expect(metrics.body).toContain('cut_total{signal="metrics",reason="series"} 5');
  // The series are stored, the points are not; what was remembered goes with the process.
  expect(await test.stop(before)).toBeGreaterThan(0);

  const after = await test.start(settings);
  expect(await test.stop(after)).toBe(0);
  const points = await test.store.rows(`
    SELECT metric, attributes['label'] AS label, attributes['otel.metric.overflow'] AS overflow,
           resource_id = 0 AS alone, count() AS points
    FROM metric_points INNER JOIN (SELECT DISTINCT * FROM metric_series) AS series USING (metric, series_id)
    GROUP BY ALL ORDER BY ALL`);
  expect(
    points.map((row) =>
      Object.values(row as object)
        .map(String)
        .join(' '),
    ),
  ).toEqual(['m  true 1 2', 'm a  0 1', 'm b  0 1', 'n  true 1 3']);
});
