import { insert } from '@nunchi/store/queries/testing/insert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, type TestApi } from '../../testing/app.ts';
import { CorrelationReply } from './schema.ts';
import { getCorrelation } from './service.ts';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(32)) as [string, string, string];

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  const span = (traceId: string, seconds: number, more: object) => ({
    trace_id: traceId,
    span_id: '00f067aa0ba902b7',
    start_time: ago(seconds),
    duration_ns: '1000000',
    service: 'cart',
    ...more,
  });
  const log = (seconds: number, body: string, more: object) => ({
    time: ago(seconds),
    body,
    ...more,
  });
  await insert(api.store, 'spans', [
    span(B, 30, { correlation_id: 'order 7/ä', name: 'later' }),
    span(A, 60, { correlation_id: 'order 7/ä', name: 'earlier' }),
    // Long after the part that carries the id.
    span(A, 20, { parent_span_id: '00f067aa0ba902b7', name: 'child' }),
    span(C, 40, { name: 'alone' }),
  ]);
  await insert(api.store, 'logs', [
    log(58, 'in a', { trace_id: A }),
    log(50, 'no trace', { correlation_id: 'order 7/ä' }),
    log(29, 'in b', { trace_id: B, correlation_id: 'order 7/ä' }),
    log(10, 'elsewhere', { correlation_id: 'order-8' }),
  ]);
  await insert(api.store, 'metric_series', [
    { metric: 'latency', series_id: '5', service: 'cart' },
  ]);
  await insert(api.store, 'metric_exemplars', [
    {
      metric: 'latency',
      series_id: '5',
      time: ago(59),
      trace_id: A,
      int_value: '3',
      value_type: 'i',
    },
  ]);
});
afterAll(() => api.close());

describe('GET /correlations/{correlationId}', () => {
  it('joins traces, records and exemplars, earliest first', async () => {
    const path = `/correlations/${encodeURIComponent('order 7/ä')}`;
    const correlation = await api.ok(path, CorrelationReply);
    expect(correlation.correlationId).toBe('order 7/ä');
    expect(correlation.traces.map((trace) => [trace.rootName, trace.spans])).toEqual([
      ['earlier', 2],
      ['later', 1],
    ]);
    expect(correlation.logs.map((log) => log.body)).toEqual(['in a', 'no trace', 'in b']);
    expect(correlation.exemplars).toEqual([
      {
        metric: 'latency',
        service: 'cart',
        timeUnixNano: ago(59),
        value: 3,
        traceId: A,
        spanId: '0000000000000000',
        attributes: {},
      },
    ]);
    expect(correlation.truncated).toEqual({ traces: 0, logs: 0, exemplars: 0 });
  });

  it('takes the id of a trace for its correlation id', async () => {
    const correlation = await api.ok(`/correlations/${C}`, CorrelationReply);
    expect(correlation.traces.map((trace) => trace.rootName)).toEqual(['alone']);
    expect(correlation.logs).toEqual([]);
  });

  it('knows an id that only log records without a trace carry', async () => {
    const correlation = await api.ok('/correlations/order-8', CorrelationReply);
    expect(correlation.traces).toEqual([]);
    expect(correlation.logs.map((log) => log.body)).toEqual(['elsewhere']);
  });

  it('says how much it leaves out', async () => {
    const limits = { traces: 1, logs: 1, exemplars: 1 };
    const correlation = await getCorrelation(api.store, 'order 7/ä', limits);
    expect(correlation.traces.map((trace) => trace.rootName)).toEqual(['earlier']);
    expect(correlation.truncated).toEqual({ traces: 1, logs: 2, exemplars: 0 });
  });

  it.each(['none', 'f'.repeat(32), '0'.repeat(32)])('%s: 404', async (id) => {
    expect(await api.problem(`/correlations/${id}`)).toMatchObject({
      status: 404,
      code: 'correlation_not_found',
    });
  });

  it('takes an id as long as allowed, of any letters', async () => {
    const id = encodeURIComponent('尺'.repeat(256));
    expect(await api.problem(`/correlations/${id}`)).toMatchObject({
      code: 'correlation_not_found',
    });
  });

  it('refuses an id that is too long', async () => {
    expect(await api.problem(`/correlations/${'x'.repeat(257)}`)).toMatchObject({ status: 400 });
  });
});
