import { OWN_TELEMETRY_HEADER } from '@nunchi/store/telemetry/names';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { Intake } from '../intake.ts';
import { createMetrics } from '../metrics.ts';
import { JSON_TYPE, nano, post, useCollectors } from '../testing/collector.ts';
import { reportCollector } from './report.ts';

const collectors = useCollectors();
const log = pino({ level: 'silent' });
const until = async (condition: () => Promise<boolean>) => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe('the own telemetry of a collector', () => {
  it('is stored as cumulative metrics of a service of its own', async () => {
    await collectors.start({}, collectors.store, 20);
    const { store } = collectors;
    const stored = () =>
      store.rows<Record<string, unknown>>(
        `SELECT DISTINCT metric, kind, temporality, monotonic, service, namespace
         FROM metric_series
         WHERE metric IN ('nunchi_collector_journal_bytes', 'process_cpu_seconds_total',
           'nunchi_collector_insert_seconds')
         ORDER BY metric`,
      );
    await until(async () => (await stored()).length === 3);
    const own = { service: 'nunchi-collector', namespace: 'nunchi' };
    expect(await stored()).toEqual([
      {
        metric: 'nunchi_collector_insert_seconds',
        kind: 'histogram',
        temporality: 2,
        monotonic: false,
        ...own,
      },
      {
        metric: 'nunchi_collector_journal_bytes',
        kind: 'gauge',
        temporality: 0,
        monotonic: false,
        ...own,
      },
      {
        metric: 'process_cpu_seconds_total',
        kind: 'sum',
        temporality: 2,
        monotonic: true,
        ...own,
      },
    ]);
  });

  it('is not counted among the records of users, nor is that of the other processes', async () => {
    const collector = await collectors.start();
    const point = { timeUnixNano: nano, asInt: '1' };
    const metric = { name: 'a', gauge: { dataPoints: [point] } };
    const send = (value: number, headers: object) =>
      post(
        collector,
        'metrics',
        JSON.stringify({
          resourceMetrics: [{ scopeMetrics: [{ metrics: [{ ...metric, unit: `${value}` }] }] }],
        }),
        { 'content-type': JSON_TYPE, ...headers },
      );
    await send(1, { [OWN_TELEMETRY_HEADER]: '1' });
    await send(2, {});
    const { body } = await collector.app.inject('/metrics');
    expect(body).toContain('nunchi_collector_own_records_total 1\n');
    expect(body).toContain('nunchi_collector_accepted_records_total{signal="metrics"} 1\n');
  });
});

describe('what the journal does not take', () => {
  let stop = async (): Promise<void> => undefined;
  afterEach(() => stop());

  it('is dropped and counted', async () => {
    const metrics = createMetrics();
    const intake: Pick<Intake, 'accept'> = {
      accept: async () => {
        throw new Error('the journal is full');
      },
    };
    const report = reportCollector(5, { intake, metrics, log });
    stop = () => report.stop();
    await until(async () =>
      /snapshots_total\{outcome="dropped"\} [1-9]/.test(await metrics.registry.metrics()),
    );
  });
});
