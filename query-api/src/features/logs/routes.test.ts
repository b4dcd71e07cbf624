import { insert } from '@nunchi/store/queries/testing/insert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, type TestApi } from '../../testing/app.ts';
import { LogsReply } from './schema.ts';

const TRACE = '5b8efff798038103d269b633813fc60c';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await insert(api.store, 'resources', [
    {
      resource_id: '7',
      service: 'cart',
      attributes: { 'service.name': 'cart' },
      last_seen: ago(1),
    },
  ]);
  await insert(api.store, 'logs', [
    {
      time: ago(60),
      observed_time: ago(59),
      service: 'cart',
      resource_id: '7',
      severity_number: 17,
      severity_text: 'ERROR',
      event_name: 'failed',
      body: 'Payment REFUSED',
      trace_id: TRACE,
      span_id: '00f067aa0ba902b7',
      flags: 1,
      attributes: { attempt: '3' },
      attribute_types: 'i',
      scope_name: 'logger',
    },
    { time: ago(50), service: 'cart', body: '9007199254740993', body_type: 'i' },
    // Exact copies, over more than two pages.
    ...Array.from({ length: 7 }, () => ({ time: ago(40), service: 'copies', body: 'again' })),
    ...Array.from({ length: 9 }, (_, n) => ({
      time: ago(40),
      service: 'copies',
      body: `no. ${n}`,
    })),
  ]);
});
afterAll(() => api.close());

describe('GET /logs', () => {
  it('gives every field of a record', async () => {
    const { logs } = await api.ok('/logs?service=cart', LogsReply);
    expect(logs.map((log) => log.body)).toEqual(['9007199254740993', 'Payment REFUSED']);
    expect(logs[1]).toEqual({
      timeUnixNano: ago(60),
      observedTimeUnixNano: ago(59),
      service: 'cart',
      severityNumber: 17,
      severityText: 'ERROR',
      eventName: 'failed',
      body: 'Payment REFUSED',
      traceId: TRACE,
      spanId: '00f067aa0ba902b7',
      flags: 1,
      correlationId: TRACE,
      attributes: { attempt: 3 },
      attributeTypes: {},
      droppedAttributesCount: 0,
      resource: { 'service.name': 'cart' },
      resourceTypes: {},
      scope: {
        name: 'logger',
        version: '',
        schemaUrl: '',
        attributes: {},
        attributeTypes: {},
        droppedAttributesCount: 0,
      },
    });
    expect(logs[0]).toMatchObject({ traceId: null, spanId: null, correlationId: null });
  });

  it('filters', async () => {
    const bodies = async (query: string) =>
      (await api.ok(`/logs?${query}`, LogsReply)).logs.map((log) => log.body);
    expect(await bodies('minSeverity=17')).toEqual(['Payment REFUSED']);
    expect(await bodies('text=refused&service=cart')).toEqual(['Payment REFUSED']);
    expect(await bodies(`traceId=${TRACE}`)).toEqual(['Payment REFUSED']);
    expect(await bodies(`correlationId=${TRACE}`)).toEqual(['Payment REFUSED']);
    expect(await bodies('text=%00%27%3B--&service=cart')).toEqual([]);
    expect(await bodies('q=severity:error%20attributes.attempt:3')).toEqual(['Payment REFUSED']);
    expect(await bodies('q=service:nobody&text=refused')).toEqual([]);
  });

  it('pages through records of one nanosecond and through copies, losing and repeating none', async () => {
    for (const limit of [1, 2, 3, 5, 16]) {
      const bodies: unknown[] = [];
      let cursor = '';
      for (let more = true; more;) {
        const page = await api.ok(`/logs?service=copies&limit=${limit}${cursor}`, LogsReply);
        bodies.push(...page.logs.map((log) => log.body));
        cursor = `&cursor=${page.nextCursor}`;
        more = page.nextCursor !== undefined;
      }
      expect(bodies).toHaveLength(16);
      expect(bodies.filter((body) => body === 'again')).toHaveLength(7);
      expect(new Set(bodies).size).toBe(10);
    }
  });

  it.each([
    ['traceId=00000000000000000000000000000000', 'traceId'],
    ['traceId=xyz', 'traceId'],
    ['minSeverity=25', 'minSeverity'],
    ['text=', 'text'],
    ['q=servce:cart', 'q'],
    ['cursor=x', 'cursor'],
  ])('%s: 400', async (query, parameter) => {
    expect(await api.problem(`/logs?${query}`)).toMatchObject({ status: 400, parameter });
  });
});
