import { insert } from '@nunchi/store/queries/testing/insert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, type TestApi } from '../../testing/app.ts';
import { TraceReply, TracesReply } from './schema.ts';
import { getTrace } from './trace-service.ts';

const TRACE = '5b8efff798038103d269b633813fc60c';
const LOGS_ONLY = '0af7651916cd43dd8448eb211c80319c';
const numbered = (n: number) => n.toString(16).padStart(32, '0');

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await insert(api.store, 'resources', [
    {
      resource_id: '7',
      service: 'web',
      attributes: { 'service.name': 'web', 'process.pid': '42' },
      attribute_types: 'si',
      last_seen: ago(60),
    },
  ]);
  await insert(api.store, 'spans', [
    {
      trace_id: TRACE,
      span_id: '00f067aa0ba902b7',
      start_time: ago(60),
      duration_ns: '1500000',
      service: 'web',
      resource_id: '7',
      name: 'GET /',
      kind: 2,
      status_code: 2,
      status_message: 'boom',
      attributes: {
        'http.status': '500',
        big: '9007199254740993',
        ratio: '1',
        tags: '{"values":[{"stringValue":"a"},{"intValue":"2"}]}',
        ['__proto__']: 'key',
        'line\nbreak': 'kept',
      },
      attribute_types: 'iidass',
      correlation_id: 'order-7',
      'events.time': [ago(59)],
      'events.name': ['exception'],
      'events.attributes': [{ 'exception.type': 'Oops' }],
      'events.attribute_types': [''],
      'events.dropped_attributes_count': [0],
      'links.trace_id': [numbered(1)],
      'links.span_id': ['00000000000000a1'],
      'links.trace_state': [''],
      'links.flags': [1],
      'links.attributes': [{}],
      'links.attribute_types': [''],
      'links.dropped_attributes_count': [0],
    },
    {
      trace_id: TRACE,
      span_id: '00f067aa0ba902b8',
      parent_span_id: '00f067aa0ba902b7',
      start_time: ago(59.5),
      duration_ns: '500000',
      service: 'db',
      name: 'SELECT',
      kind: 3,
    },
    ...Array.from({ length: 5 }, (_, n) => ({
      trace_id: numbered(n + 1),
      span_id: '00000000000000a1',
      start_time: ago(100 + n),
      duration_ns: String((n + 1) * 1_000_000),
      service: 'many',
      name: 'job',
    })),
  ]);
  const log = (seconds: number, body: string, more: object) => ({
    time: ago(seconds),
    service: 'web',
    body,
    ...more,
  });
  await insert(api.store, 'logs', [
    log(59, 'second', { trace_id: TRACE, span_id: '00f067aa0ba902b7', resource_id: '7' }),
    log(90, 'first', { trace_id: TRACE, correlation_id: 'order-8' }),
    log(60, 'no trace', {}),
    log(10, '{"values":[{"key":"a","value":{"boolValue":true}}]}', {
      trace_id: LOGS_ONLY,
      body_type: 'k',
    }),
  ]);
});
afterAll(() => api.close());

describe('GET /traces', () => {
  const ids = async (query: string) =>
    (await api.ok(`/traces?${query}`, TracesReply)).traces.map((trace) => trace.traceId);

  it('gives summaries, newest first', async () => {
    const { traces, nextCursor } = await api.ok('/traces', TracesReply);
    expect(traces[0]).toEqual({
      traceId: TRACE,
      correlationId: 'order-7',
      rootService: 'web',
      rootName: 'GET /',
      startTimeUnixNano: ago(60),
      durationMs: 500.5,
      spans: 2,
      errors: 1,
      services: ['db', 'web'],
    });
    expect(traces.slice(1).map((trace) => trace.correlationId)).toEqual(
      [1, 2, 3, 4, 5].map(numbered),
    );
    expect(nextCursor).toBeUndefined();
  });

  it('filters', async () => {
    expect(await ids('service=web&status=error&name=GET%20/&minDurationMs=1.5')).toEqual([TRACE]);
    expect(await ids('minDurationMs=1.500001&service=web')).toEqual([]);
    expect(await ids('q=service:web%20status:error%20duration:>1ms')).toEqual([TRACE]);
    expect(await ids('q=service:web%20-status:error&minDurationMs=1')).toEqual([]);
    expect(await ids('service=db&status=error')).toEqual([]);
    expect(await ids('attribute=http.status=500')).toEqual([TRACE]);
    expect(await ids('attribute=http.status=500&attribute=ratio=1')).toEqual([TRACE]);
    expect(await ids('attribute=http.status=500&attribute=ratio=2')).toEqual([]);
    expect(await ids('minDurationMs=1e300')).toEqual([]);
    expect(await ids('minDurationMs=1e999')).toEqual([]);
  });

  it('is slowest first when asked, by the longest span that matches, over all pages', async () => {
    expect(await ids('service=many&sort=duration')).toEqual([5, 4, 3, 2, 1].map(numbered));
    const first = await api.ok('/traces?service=many&sort=duration&limit=3', TracesReply);
    const cursor = `&cursor=${first.nextCursor}`;
    expect(await ids(`service=many&sort=duration&limit=3${cursor}`)).toEqual([2, 1].map(numbered));
    expect(await api.problem(`/traces?service=many&limit=3${cursor}`)).toMatchObject({
      code: 'invalid_cursor',
    });
  });

  it('pages over spans that end before they start', async () => {
    const backwards = [1, 2, 3].map((n) => ({
      trace_id: numbered(900 + n),
      start_time: ago(3_000 + n),
      duration_ns: String(-n * 1_000_000),
      service: 'backwards',
    }));
    await insert(api.store, 'spans', backwards);
    const query = 'service=backwards&sort=duration&from=now-1h&limit=2';
    const { traces, nextCursor } = await api.ok(`/traces?${query}`, TracesReply);
    expect(traces.map(({ traceId }) => traceId)).toEqual([901, 902].map(numbered));
    expect(await ids(`${query}&cursor=${nextCursor}`)).toEqual([numbered(903)]);
  });

  it.each([
    ['limit=501', 'invalid_parameter', 'limit must be a whole number between 1 and 500; it is 501'],
    ['sort=size', 'invalid_parameter', 'sort must be one of time, duration; it is size'],
    ['from=now-400d', 'invalid_range', 'at most 366 days apart'],
    ['q=status:eror', 'invalid_query', 'there is no status eror'],
  ])('%s: %s, with the bound or the place', async (query, code, words) => {
    const problem = await api.problem(`/traces?${query}`);
    expect(problem).toMatchObject({ status: 400, code, detail: expect.stringContaining(words) });
    if (code === 'invalid_query') {
      expect(problem.position).toEqual({ offset: 7, length: 4 });
      expect(problem.expected).toEqual(['unset', 'ok', 'error']);
    }
  });

  it('pages with a cursor that keeps the range of the first page', async () => {
    const found: string[] = [];
    let path = '/traces?service=many&limit=2';
    for (let more = true; more;) {
      const { traces, nextCursor } = await api.ok(path, TracesReply);
      found.push(...traces.map((trace) => trace.traceId));
      path = `/traces?service=many&limit=2&from=now-1s&cursor=${nextCursor}`;
      more = nextCursor !== undefined;
    }
    expect(found).toEqual([1, 2, 3, 4, 5].map(numbered));
  });
});

describe('GET /traces/{traceId}', () => {
  it('gives the spans with their resources, and the records of the trace', async () => {
    const trace = await api.ok(`/traces/${TRACE.toUpperCase()}`, TraceReply);
    expect(trace.traceId).toBe(TRACE);
    expect(trace.correlationIds).toEqual(['order-7', 'order-8']);
    expect(trace.truncated).toEqual({ spans: 0, logs: 0 });
    expect(trace.logs.map((log) => log.body)).toEqual(['first', 'second']);
    expect(trace.logs[1]?.resource).toEqual({ 'service.name': 'web', 'process.pid': 42 });
    const [root, child] = trace.spans;
    expect(root).toEqual({
      spanId: '00f067aa0ba902b7',
      parentSpanId: null,
      traceState: '',
      flags: 0,
      service: 'web',
      name: 'GET /',
      kind: 'server',
      startTimeUnixNano: ago(60),
      endTimeUnixNano: String(BigInt(ago(60)) + 1_500_000n),
      durationMs: 1.5,
      status: 'error',
      statusMessage: 'boom',
      correlationId: 'order-7',
      attributes: JSON.parse(
        '{"http.status":500,"big":"9007199254740993","ratio":1,"tags":["a",2],"__proto__":"key","line\\nbreak":"kept"}',
      ),
      attributeTypes: { big: 'int', ratio: 'double' },
      droppedAttributesCount: 0,
      resource: { 'service.name': 'web', 'process.pid': 42 },
      resourceTypes: {},
      scope: {
        name: '',
        version: '',
        schemaUrl: '',
        attributes: {},
        attributeTypes: {},
        droppedAttributesCount: 0,
      },
      events: [
        {
          timeUnixNano: ago(59),
          name: 'exception',
          attributes: { 'exception.type': 'Oops' },
          attributeTypes: {},
          droppedAttributesCount: 0,
        },
      ],
      droppedEventsCount: 0,
      links: [
        {
          traceId: numbered(1),
          spanId: '00000000000000a1',
          traceState: '',
          flags: 1,
          attributes: {},
          attributeTypes: {},
          droppedAttributesCount: 0,
        },
      ],
      droppedLinksCount: 0,
    });
    expect(child).toMatchObject({
      parentSpanId: '00f067aa0ba902b7',
      kind: 'client',
      status: 'unset',
      correlationId: TRACE,
      resource: {},
    });
  });

  it('answers for a trace of which only log records came', async () => {
    const trace = await api.ok(`/traces/${LOGS_ONLY}`, TraceReply);
    expect(trace.spans).toEqual([]);
    expect(trace.logs.map((log) => log.body)).toEqual([{ a: true }]);
    expect(trace.correlationIds).toEqual([LOGS_ONLY]);
  });

  it('says how much it leaves out', async () => {
    const trace = await getTrace(api.store, TRACE, { spans: 1, logs: 1 });
    expect(trace.truncated).toEqual({ spans: 1, logs: 1 });
    expect([trace.spans.length, trace.logs.length]).toEqual([1, 1]);
  });

  it.each([
    ['ffffffffffffffffffffffffffffffff', 404, 'trace_not_found'],
    ['00000000000000000000000000000000', 400, 'invalid_parameter'],
    ['5b8efff7', 400, 'invalid_parameter'],
    ['5b8efff798038103d269b633813fc60g', 400, 'invalid_parameter'],
  ])('%s: %i %s', async (id, status, code) => {
    expect(await api.problem(`/traces/${id}`)).toMatchObject({
      status,
      code,
      parameter: 'traceId',
    });
  });
});
