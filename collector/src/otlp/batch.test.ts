import { createTestStore } from '@nunchi/store/testing';
import type { Store } from '@nunchi/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Batch, type Signal } from './batch.ts';
import { jsonToProtobuf } from './json/to-protobuf.ts';

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

const NOW = Date.UTC(2026, 10, 20, 12);
let tokens = 0;

const encode = (signal: Signal, request: unknown): Buffer =>
  Buffer.from(jsonToProtobuf(signal, Buffer.from(JSON.stringify(request))));

async function insert(batch: Batch): Promise<void> {
  for (const table of batch.tables) {
    if (table.rows > 0) await store.insertNative(table.name, table.toNative(), `t${tokens++}`);
  }
}

async function decodeAndInsert(signal: Signal, request: unknown) {
  const batch = new Batch();
  const result = batch.decode(signal, encode(signal, request), NOW);
  await insert(batch);
  return result;
}

const TRACE = '5b8efff798038103d269b633813fc60c';
const nano = (ms: number): string => `${BigInt(NOW + ms) * 1_000_000n + 123_456_789n}`;
const string = (key: string, value: string) => ({ key, value: { stringValue: value } });

const resource = (service: string, ...more: object[]) => ({
  attributes: [
    string('service.name', service),
    string('service.namespace', 'shop'),
    string('deployment.environment.name', 'prod'),
    string('service.version', '1.2.3'),
    string('service.instance.id', `${service}-1`),
    ...more,
  ],
});

const spansOf = (service: string, ...spans: object[]) => ({
  resourceSpans: [
    {
      resource: resource(service, { key: 'process.pid', value: { intValue: '4242' } }),
      schemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
      scopeSpans: [
        {
          scope: { name: 'lib', version: '9', attributes: [string('scope.key', 'scope value')] },
          schemaUrl: 'https://example.com/scope',
          spans,
        },
      ],
    },
  ],
});

const span = (more: object = {}) => ({
  traceId: TRACE,
  spanId: 'eee19b7ec3c1b174',
  name: 'GET /',
  kind: 2,
  startTimeUnixNano: nano(0),
  endTimeUnixNano: nano(5),
  ...more,
});

describe('a batch of spans', () => {
  it('stores every field unchanged', async () => {
    const nested = {
      values: [
        { stringValue: '' },
        { kvlistValue: { values: [{ key: 'ключ', value: { intValue: '-9223372036854775808' } }] } },
        { arrayValue: { values: [] } },
        {},
      ],
    };
    await decodeAndInsert(
      'traces',
      spansOf(
        'full',
        span({
          parentSpanId: 'eee19b7ec3c1b173',
          traceState: 'a=b,c=d',
          flags: 257,
          status: { code: 2, message: '실패 💥' },
          droppedAttributesCount: 1,
          droppedEventsCount: 2,
          droppedLinksCount: 3,
          attributes: [
            string('text', '눈치 \u0000 "quoted" \\ 🙂'),
            string('empty', ''),
            { key: 'int.max', value: { intValue: '9223372036854775807' } },
            { key: 'int.min', value: { intValue: '-9223372036854775808' } },
            { key: 'int.small', value: { intValue: -1 } },
            { key: 'double', value: { doubleValue: 0.1 } },
            { key: 'nan', value: { doubleValue: 'NaN' } },
            { key: 'minus.zero', value: { doubleValue: '-0' } },
            { key: 'yes', value: { boolValue: true } },
            { key: 'bytes', value: { bytesValue: 'AAH/' } },
            { key: 'nested', value: { arrayValue: nested } },
            { key: 'nothing', value: {} },
            { key: 'no.value' },
            string('correlation.id', 'order-7'),
          ],
          events: [
            { timeUnixNano: nano(1), name: 'exception', attributes: [string('e', '1')] },
            { timeUnixNano: nano(2), name: '', droppedAttributesCount: 4 },
          ],
          links: [
            {
              traceId: 'ffffffffffffffffffffffffffffffff',
              spanId: '0000000000000001',
              traceState: 'x=y',
              flags: 1,
              attributes: [{ key: 'l', value: { boolValue: false } }],
              droppedAttributesCount: 5,
            },
          ],
        }),
      ),
    );
    const [row] = await store.rows<Record<string, unknown>>(
      `SELECT toUnixTimestamp64Nano(start_time) AS start, duration_ns, lower(hex(trace_id)) AS trace,
         lower(hex(span_id)) AS span, lower(hex(parent_span_id)) AS parent,
         trace_state, flags, service, namespace, environment, version, instance,
         scope_name, scope_version, scope_attributes, scope_schema_url, name, kind, status_code,
         status_message, mapKeys(attributes) AS keys, mapValues(attributes) AS values,
         attribute_types, dropped_attributes_count, dropped_events_count, dropped_links_count,
         correlation_id, arrayMap(t -> toUnixTimestamp64Nano(t), events.time) AS event_times,
         events.name, events.attributes, events.dropped_attributes_count,
         arrayMap(t -> lower(hex(t)), links.trace_id) AS link_traces,
         arrayMap(t -> lower(hex(t)), links.span_id) AS link_spans,
         links.trace_state, links.flags, links.attributes, links.attribute_types,
         links.dropped_attributes_count
       FROM spans WHERE service = 'full'`,
    );
    expect(row).toEqual({
      start: nano(0),
      duration_ns: '5000000',
      trace: TRACE,
      span: 'eee19b7ec3c1b174',
      parent: 'eee19b7ec3c1b173',
      trace_state: 'a=b,c=d',
      flags: 257,
      service: 'full',
      namespace: 'shop',
      environment: 'prod',
      version: '1.2.3',
      instance: 'full-1',
      scope_name: 'lib',
      scope_version: '9',
      scope_attributes: { 'scope.key': 'scope value' },
      scope_schema_url: 'https://example.com/scope',
      name: 'GET /',
      kind: 2,
      status_code: 2,
      status_message: '실패 💥',
      keys: [
        'text',
        'empty',
        'int.max',
        'int.min',
        'int.small',
        'double',
        'nan',
        'minus.zero',
        'yes',
        'bytes',
        'nested',
        'nothing',
        'no.value',
        'correlation.id',
      ],
      values: [
        '눈치 \u0000 "quoted" \\ 🙂',
        '',
        '9223372036854775807',
        '-9223372036854775808',
        '-1',
        '0.1',
        'NaN',
        '-0',
        'true',
        'AAH/',
        JSON.stringify(nested),
        '',
        '',
        'order-7',
      ],
      attribute_types: 'ssiiidddbxanns',
      dropped_attributes_count: 1,
      dropped_events_count: 2,
      dropped_links_count: 3,
      correlation_id: 'order-7',
      event_times: [nano(1), nano(2)],
      'events.name': ['exception', ''],
      'events.attributes': [{ e: '1' }, {}],
      'events.dropped_attributes_count': [0, 4],
      link_traces: ['ffffffffffffffffffffffffffffffff'],
      link_spans: ['0000000000000001'],
      'links.trace_state': ['x=y'],
      'links.flags': [1],
      'links.attributes': [{ l: 'false' }],
      'links.attribute_types': ['b'],
      'links.dropped_attributes_count': [5],
    });
  });

  it('registers its resource once, with types, and feeds the look-up tables', async () => {
    const request = spansOf('registered', span({ spanId: '00000000000000a1' }));
    const batch = new Batch();
    const body = encode('traces', request);
    batch.decode('traces', body, NOW);
    batch.decode('traces', body, NOW + 1);
    await insert(batch);
    const rows = await store.rows(
      `SELECT attributes['process.pid'] AS pid, attribute_types, schema_url, instance,
         toUnixTimestamp64Milli(first_seen) AS seen
       FROM resources WHERE service = 'registered'`,
    );
    expect(rows).toEqual([
      {
        pid: '4242',
        attribute_types: 'sssssi',
        schema_url: 'https://opentelemetry.io/schemas/1.37.0',
        instance: 'registered-1',
        seen: String(NOW),
      },
    ]);
    const [joined] = await store.rows<{ n: string }>(
      `SELECT count() AS n FROM spans WHERE service = 'registered'
         AND resource_id IN (SELECT resource_id FROM resources WHERE service = 'registered')`,
    );
    expect(joined?.n).toBe('2');
    expect(
      await store.rows('SELECT lower(hex(trace_id)) AS id FROM trace_times GROUP BY trace_id'),
    ).toEqual([{ id: TRACE }]);
    expect(
      await store.rows('SELECT correlation_id, lower(hex(trace_id)) AS id FROM correlations'),
    ).toEqual([{ correlation_id: 'order-7', id: TRACE }]);
  });

  it('rejects spans without valid ids and keeps their neighbours', async () => {
    const result = await decodeAndInsert(
      'traces',
      spansOf(
        'partial',
        span({ traceId: '' }),
        span({ spanId: '0000000000000000' }),
        span({ spanId: 'abc' }),
        span({ traceId: 'not hexadecimal' }),
        span({ startTimeUnixNano: '18446744073709551615' }),
        span({ spanId: '00000000000000ff' }),
      ),
    );
    expect(result.accepted).toBe(1);
    expect(result.rejections.count).toBe(5);
    expect(result.rejections.message).toBe(
      '2 × span without a valid trace id; 2 × span without a valid span id; 1 × span with a time after the year 2262',
    );
    expect(
      await store.rows("SELECT lower(hex(span_id)) AS id FROM spans WHERE service = 'partial'"),
    ).toEqual([{ id: '00000000000000ff' }]);
  });

  it('keeps a span that ends before it starts, and one without attributes, name or resource', async () => {
    await decodeAndInsert('traces', {
      resourceSpans: [
        {
          scopeSpans: [
            { spans: [span({ startTimeUnixNano: nano(0), endTimeUnixNano: nano(-3), name: '' })] },
          ],
        },
      ],
    });
    expect(
      await store.rows("SELECT duration_ns, name FROM spans WHERE service = 'unknown_service'"),
    ).toEqual([{ duration_ns: '-3000000', name: '' }]);
  });

  it('leaves nothing of a malformed request between two good ones', async () => {
    const batch = new Batch();
    const good = encode('traces', spansOf('before', span()));
    const last = encode('traces', spansOf('after', span({ attributes: [string('k', 'v')] })));
    const bad = encode('traces', spansOf('bad', span({ attributes: [string('x', 'y')] }), span()));
    batch.decode('traces', good, NOW);
    for (let cut = 1; cut < bad.length; cut++) {
      expect(() => batch.decode('traces', bad.subarray(0, cut), NOW)).toThrow(/at byte \d+/);
    }
    batch.decode('traces', last, NOW);
    await insert(batch);
    const rows = await store.rows(
      `SELECT service, count() AS n, any(attributes) AS attributes FROM spans
       WHERE service IN ('before', 'bad', 'after') GROUP BY service ORDER BY service`,
    );
    expect(rows).toEqual([
      { service: 'after', n: '1', attributes: { k: 'v' } },
      { service: 'before', n: '1', attributes: {} },
    ]);
    expect(await store.rows("SELECT service FROM resources WHERE service = 'bad'")).toEqual([]);
  });

  it('can be used again after it was cleared', async () => {
    const batch = new Batch();
    batch.decode('traces', encode('traces', spansOf('first', span())), NOW);
    batch.clear();
    expect(batch.rows).toBe(0);
    batch.decode('traces', encode('traces', spansOf('second', span())), NOW);
    await insert(batch);
    expect(
      await store.rows("SELECT service FROM spans WHERE service IN ('first', 'second')"),
    ).toEqual([{ service: 'second' }]);
  });

  it('stores tens of thousands of different values', async () => {
    const batch = new Batch();
    const names = Array.from({ length: 70_000 }, (_, i) => `name ${i}`);
    for (let i = 0; i < names.length; i += 1000) {
      const spans = names
        .slice(i, i + 1000)
        .map((name) => span({ name, attributes: [string(name, name)] }));
      batch.decode('traces', encode('traces', spansOf('many', ...spans)), NOW);
    }
    await insert(batch);
    const [row] = await store.rows(
      `SELECT count() AS n, uniqExact(name) AS names, countIf(attributes[name] = name) AS attributes
       FROM spans WHERE service = 'many'`,
    );
    expect(row).toEqual({ n: '70000', names: '70000', attributes: '70000' });
  });
});

describe('a batch of log records', () => {
  const logs = (service: string, ...logRecords: object[]) => ({
    resourceLogs: [{ resource: resource(service), scopeLogs: [{ logRecords }] }],
  });

  it('stores text, structured and missing bodies', async () => {
    const structured = { values: [string('a', 'b'), { key: 'n', value: { intValue: '1' } }] };
    await decodeAndInsert(
      'logs',
      logs(
        'bodies',
        {
          timeUnixNano: nano(1),
          body: { stringValue: '전부 <b>text</b>' },
          severityNumber: 17,
          severityText: 'ERROR',
        },
        {
          timeUnixNano: nano(2),
          body: { kvlistValue: structured },
          eventName: 'an.event',
          flags: 1,
        },
        {
          timeUnixNano: nano(3),
          body: { intValue: 5 },
          traceId: TRACE,
          spanId: 'eee19b7ec3c1b174',
        },
        {
          timeUnixNano: nano(4),
          attributes: [string('correlation.id', 'order-8')],
          severityNumber: 99,
        },
      ),
    );
    const rows = await store.rows(
      `SELECT body, body_type, severity_number AS severity, severity_text AS text, event_name,
         lower(hex(trace_id)) AS trace, lower(hex(span_id)) AS span, correlation_id, flags
       FROM logs WHERE service = 'bodies' ORDER BY time`,
    );
    const none = { trace: '0'.repeat(32), span: '0'.repeat(16) };
    const plain = { severity: 0, text: '', event_name: '', correlation_id: '', flags: 0, ...none };
    expect(rows).toEqual([
      { ...plain, body: '전부 <b>text</b>', body_type: '', severity: 17, text: 'ERROR' },
      {
        ...plain,
        body: JSON.stringify(structured),
        body_type: 'k',
        event_name: 'an.event',
        flags: 1,
      },
      { ...plain, body: '5', body_type: 'i', trace: TRACE, span: 'eee19b7ec3c1b174' },
      { ...plain, body: '', body_type: 'n', correlation_id: 'order-8' },
    ]);
  });

  it('gives a record without a time its observed time, else the time of receipt', async () => {
    await decodeAndInsert(
      'logs',
      logs(
        'times',
        { observedTimeUnixNano: nano(7) },
        {},
        { timeUnixNano: nano(1), traceId: 'ab' },
      ),
    );
    const rows = await store.rows(
      `SELECT toUnixTimestamp64Nano(time) AS time, toUnixTimestamp64Nano(observed_time) AS observed
       FROM logs WHERE service = 'times' ORDER BY time`,
    );
    expect(rows).toEqual([
      { time: `${NOW}000000`, observed: '0' },
      { time: nano(1), observed: '0' },
      { time: nano(7), observed: nano(7) },
    ]);
  });
});

describe('a batch of metrics', () => {
  const metrics = (...list: object[]) => ({
    resourceMetrics: [{ resource: resource('metered'), scopeMetrics: [{ metrics: list }] }],
  });
  const point = (more: object) => ({ timeUnixNano: nano(0), ...more });

  it('stores all five kinds and exemplars', async () => {
    const result = await decodeAndInsert(
      'metrics',
      metrics(
        {
          name: 'queue.length',
          unit: '{item}',
          description: 'items waiting',
          metadata: [string('prometheus.type', 'gauge')],
          gauge: {
            dataPoints: [
              point({ asInt: '9007199254740993', attributes: [string('q', 'a')] }),
              point({ asDouble: -0.5, attributes: [string('q', 'b')] }),
              point({ flags: 1, attributes: [string('q', 'c')] }),
            ],
          },
        },
        {
          name: 'requests',
          sum: {
            aggregationTemporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE',
            isMonotonic: true,
            dataPoints: [
              point({
                asInt: '-3',
                startTimeUnixNano: nano(-10),
                exemplars: [
                  {
                    timeUnixNano: nano(-1),
                    asDouble: 1.5,
                    traceId: TRACE,
                    spanId: 'eee19b7ec3c1b174',
                    filteredAttributes: [string('f', 'g')],
                  },
                ],
              }),
            ],
          },
        },
        {
          name: 'latency',
          histogram: {
            aggregationTemporality: 1,
            dataPoints: [
              point({
                count: '3',
                sum: 6,
                min: 1,
                max: 3,
                bucketCounts: ['1', '2'],
                explicitBounds: [2],
              }),
              point({ count: '4', bucketCounts: [], explicitBounds: [] }),
            ],
          },
        },
        {
          name: 'exponential',
          exponentialHistogram: {
            aggregationTemporality: 2,
            dataPoints: [
              point({
                count: '9',
                scale: -2,
                zeroCount: '1',
                zeroThreshold: 0.001,
                positive: { offset: -3, bucketCounts: ['1', '18446744073709551615'] },
                negative: { offset: 4, bucketCounts: ['300'] },
              }),
            ],
          },
        },
        {
          name: 'summary',
          summary: {
            dataPoints: [
              point({
                count: '2',
                sum: 3,
                quantileValues: [
                  { quantile: 0.5, value: 1 },
                  { quantile: 1, value: 2 },
                ],
              }),
            ],
          },
        },
      ),
    );
    expect([result.accepted, result.rejections.count]).toEqual([8, 0]);
    const join = 'INNER JOIN metric_series AS s USING (series_id)';
    expect(
      await store.rows(
        `SELECT p.metric AS metric, value, int_value, value_type, p.flags AS flags, attributes['q'] AS q
         FROM metric_points AS p ${join} ORDER BY metric, q`,
      ),
    ).toEqual([
      {
        metric: 'queue.length',
        value: 9007199254740992,
        int_value: '9007199254740993',
        value_type: 'i',
        flags: 0,
        q: 'a',
      },
      { metric: 'queue.length', value: -0.5, int_value: '0', value_type: 'd', flags: 0, q: 'b' },
      { metric: 'queue.length', value: 0, int_value: '0', value_type: '', flags: 1, q: 'c' },
      { metric: 'requests', value: -3, int_value: '-3', value_type: 'i', flags: 0, q: '' },
    ]);
    expect(
      await store.rows(
        `SELECT metric, kind, unit, description, temporality, monotonic, metadata, service, count() AS n
         FROM metric_series GROUP BY ALL ORDER BY metric`,
      ),
    ).toMatchObject([
      { metric: 'exponential', kind: 'exponential_histogram', temporality: 2, n: '1' },
      { metric: 'latency', kind: 'histogram', temporality: 1, n: '1' },
      {
        metric: 'queue.length',
        kind: 'gauge',
        unit: '{item}',
        description: 'items waiting',
        metadata: { 'prometheus.type': 'gauge' },
        service: 'metered',
        n: '3',
      },
      { metric: 'requests', kind: 'sum', temporality: 2, monotonic: true, n: '1' },
      { metric: 'summary', kind: 'summary', n: '1' },
    ]);
    expect(
      await store.rows(
        'SELECT count, sum, min, max, bucket_counts, explicit_bounds FROM metric_histograms ORDER BY count',
      ),
    ).toEqual([
      { count: '3', sum: 6, min: 1, max: 3, bucket_counts: ['1', '2'], explicit_bounds: [2] },
      { count: '4', sum: null, min: null, max: null, bucket_counts: [], explicit_bounds: [] },
    ]);
    expect(
      await store.rows(
        `SELECT count, scale, zero_count, zero_threshold, positive_offset, positive_bucket_counts,
           negative_offset, negative_bucket_counts FROM metric_exponential_histograms`,
      ),
    ).toEqual([
      {
        count: '9',
        scale: -2,
        zero_count: '1',
        zero_threshold: 0.001,
        positive_offset: -3,
        positive_bucket_counts: ['1', '18446744073709551615'],
        negative_offset: 4,
        negative_bucket_counts: ['300'],
      },
    ]);
    expect(
      await store.rows('SELECT count, sum, quantiles, quantile_values FROM metric_summaries'),
    ).toEqual([{ count: '2', sum: 3, quantiles: [0.5, 1], quantile_values: [1, 2] }]);
    expect(
      await store.rows(
        `SELECT metric, toUnixTimestamp64Nano(point_time) AS point, toUnixTimestamp64Nano(time) AS time,
           value, value_type, lower(hex(trace_id)) AS trace, attributes FROM metric_exemplars`,
      ),
    ).toEqual([
      {
        metric: 'requests',
        point: nano(0),
        time: nano(-1),
        value: 1.5,
        value_type: 'd',
        trace: TRACE,
        attributes: { f: 'g' },
      },
    ]);
  });

  it('knows a series again whatever the order of its attributes', async () => {
    const gauge = (time: number, ...keys: string[]) => ({
      name: 'ordered',
      gauge: {
        dataPoints: [
          { timeUnixNano: nano(time), asInt: 1, attributes: keys.map((key) => string(key, key)) },
        ],
      },
    });
    const batch = new Batch();
    batch.decode('metrics', encode('metrics', metrics(gauge(5, 'a', 'b', 'c'))), NOW);
    batch.decode('metrics', encode('metrics', metrics(gauge(3, 'c', 'a', 'b'))), NOW);
    batch.decode('metrics', encode('metrics', metrics(gauge(9, 'b', 'c', 'a'))), NOW);
    await insert(batch);
    expect(
      await store.rows(
        `SELECT toUnixTimestamp64Nano(first_seen) AS first, toUnixTimestamp64Nano(last_seen) AS last
         FROM metric_series WHERE metric = 'ordered'`,
      ),
    ).toEqual([{ first: nano(3), last: nano(9) }]);
  });

  it('rejects points that cannot be, one by one', () => {
    const result = new Batch().decode(
      'metrics',
      encode(
        'metrics',
        metrics(
          { name: '', gauge: { dataPoints: [point({ asInt: 1 }), point({ asInt: 2 })] } },
          { name: 'g', gauge: { dataPoints: [{ asInt: 1 }, point({ asInt: 2 })] } },
          {
            name: 'h',
            histogram: { dataPoints: [point({ bucketCounts: [1, 2], explicitBounds: [1, 2] })] },
          },
          { name: 'no data' },
        ),
      ),
      NOW,
    );
    expect(result.accepted).toBe(1);
    expect(result.rejections.message).toBe(
      '2 × data point of a metric without a name; 1 × data point without a time; 1 × histogram whose buckets do not fit its bounds',
    );
  });
});
