import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { Counter, Registry, Summary } from 'prom-client';
import { expect, test } from 'vitest';
import { createMetricsPage } from './prometheus.ts';

test('what is measured, then what the application has in prom-client, each once', async () => {
  const registry = new Registry();
  const broken = { metrics: async () => '# HELP x y\n# EOF\n' };
  const page = createMetricsPage(() => [broken, registry]);
  const provider = new MeterProvider({ readers: [page.reader] });
  provider.getMeter('test').createCounter('nunchi.shed.requests').add(2, { reason: 'overload' });
  new Counter({ name: 'orders_total', help: 'Orders.', registers: [registry] }).inc(3);
  new Summary({ name: 'wait', help: '-', percentiles: [0.5], registers: [registry] }).observe(4);

  const lines = (await page.render()).split('\n');
  expect(lines).toContain('nunchi_shed_requests_total{reason="overload",otel_scope_name="test"} 2');
  expect(lines.filter((line) => line.startsWith('orders_total'))).toEqual(['orders_total 3']);
  expect(lines).toContain('wait{quantile="0.5"} 4');
  expect(lines).toContain('# TYPE wait summary');
  expect(lines.filter((line) => line.includes('EOF'))).toEqual([]);
  await provider.shutdown();
});
