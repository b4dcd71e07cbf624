import { DataPointType } from '@opentelemetry/sdk-metrics';
import { Counter, Gauge, Histogram, Registry, Summary } from 'prom-client';
import { expect, test } from 'vitest';
import { PromClientBridge } from './prom-client.ts';

async function collected(fill: (registers: Registry[]) => void) {
  const registry = new Registry();
  fill([registry]);
  const bridge = new PromClientBridge();
  bridge.add(registry);
  const { resourceMetrics, errors } = await bridge.collect();
  expect(errors).toEqual([]);
  return resourceMetrics.scopeMetrics.flatMap(({ metrics }) =>
    metrics.map(({ descriptor, dataPointType, dataPoints }) => ({
      name: descriptor.name,
      type: DataPointType[dataPointType],
      points: dataPoints.map(({ attributes, value }) => [attributes, value]),
    })),
  );
}

test('counter → monotonic sum', async () => {
  const metrics = await collected((registers) => {
    const orders = new Counter({ name: 'orders', help: '-', labelNames: ['kind'], registers });
    orders.inc({ kind: 'book' }, 3);
  });
  expect(metrics).toEqual([{ name: 'orders', type: 'SUM', points: [[{ kind: 'book' }, 3]] }]);
});

test('gauge → gauge, measured when collected', async () => {
  const metrics = await collected((registers) => {
    new Gauge({
      name: 'depth',
      help: '-',
      registers,
      collect: function () {
        this.set(7);
      },
    });
  });
  expect(metrics).toEqual([{ name: 'depth', type: 'GAUGE', points: [[{}, 7]] }]);
});

test('histogram → histogram, a series for each set of labels, buckets not cumulative', async () => {
  const [metric] = await collected((registers) => {
    const weight = new Histogram({
      name: 'weight',
      help: '-',
      buckets: [1, 5],
      labelNames: ['by'],
      registers,
    });
    for (const value of [0.5, 2, 3, 9]) weight.observe({ by: 'a' }, value);
    weight.observe({ by: 'b' }, 1);
  });
  const buckets = (counts: number[]) => ({ boundaries: [1, 5], counts });
  expect(metric).toEqual({
    name: 'weight',
    type: 'HISTOGRAM',
    points: [
      [{ by: 'a' }, { buckets: buckets([1, 2, 1]), sum: 14.5, count: 4 }],
      [{ by: 'b' }, { buckets: buckets([1, 0, 0]), sum: 1, count: 1 }],
    ],
  });
});

test('summary → a gauge of quantiles, sums of values and of how many', async () => {
  const metrics = await collected((registers) => {
    new Summary({ name: 'wait', help: '-', percentiles: [0.5], registers }).observe(4);
  });
  expect(metrics).toEqual([
    { name: 'wait', type: 'GAUGE', points: [[{ quantile: '0.5' }, 4]] },
    { name: 'wait_sum', type: 'SUM', points: [[{}, 4]] },
    { name: 'wait_count', type: 'SUM', points: [[{}, 1]] },
  ]);
});

test('a registry that fails → an error, and what the others have', async () => {
  const bridge = new PromClientBridge();
  const broken = () => Promise.reject(new Error('broken'));
  bridge.add({ getMetricsAsJSON: broken, metrics: broken });
  const registry = new Registry();
  new Counter({ name: 'orders', help: '-', registers: [registry] }).inc();
  bridge.add(registry);
  const { errors, resourceMetrics } = await bridge.collect();
  expect(errors).toEqual([new Error('broken')]);
  expect(resourceMetrics.scopeMetrics[0]?.metrics).toHaveLength(1);
});
