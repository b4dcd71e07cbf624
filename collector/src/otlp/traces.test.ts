import { describe, expect, it } from 'vitest';
import { Batch } from './batch.ts';
import { encode, nano, NOW, resource, string, TRACE, useStore } from '../testing/batches.ts';

const test = useStore();

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
    await test.decodeAndInsert(
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
    const [row] = await test.store.rows<Record<string, unknown>>(
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
    await test.insert(batch);
    const rows = await test.store.rows(
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
    const [joined] = await test.store.rows<{ n: string }>(
      `SELECT count() AS n FROM spans WHERE service = 'registered'
         AND resource_id IN (SELECT resource_id FROM resources WHERE service = 'registered')`,
    );
    expect(joined?.n).toBe('2');
    expect(
      await test.store.rows('SELECT lower(hex(trace_id)) AS id FROM trace_times GROUP BY trace_id'),
    ).toEqual([{ id: TRACE }]);
    expect(
      await test.store.rows('SELECT correlation_id, lower(hex(trace_id)) AS id FROM correlations'),
    ).toEqual([{ correlation_id: 'order-7', id: TRACE }]);
  });

  it('rejects spans without valid ids and keeps their neighbours', async () => {
    const result = await test.decodeAndInsert(
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
      '2 × span without a valid trace id; 2 × span without a valid span id; 1 × span with a time after the year 2105',
    );
    expect(
      await test.store.rows(
        "SELECT lower(hex(span_id)) AS id FROM spans WHERE service = 'partial'",
      ),
    ).toEqual([{ id: '00000000000000ff' }]);
  });

  it('keeps a span that ends before it starts, and one without attributes, name or resource', async () => {
    await test.decodeAndInsert('traces', {
      resourceSpans: [
        {
          scopeSpans: [
            { spans: [span({ startTimeUnixNano: nano(0), endTimeUnixNano: nano(-3), name: '' })] },
          ],
        },
      ],
    });
    expect(
      await test.store.rows(
        "SELECT duration_ns, name FROM spans WHERE service = 'unknown_service'",
      ),
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
    await test.insert(batch);
    const rows = await test.store.rows(
      `SELECT service, count() AS n, any(attributes) AS attributes FROM spans
       WHERE service IN ('before', 'bad', 'after') GROUP BY service ORDER BY service`,
    );
    expect(rows).toEqual([
      { service: 'after', n: '1', attributes: { k: 'v' } },
      { service: 'before', n: '1', attributes: {} },
    ]);
    expect(await test.store.rows("SELECT service FROM resources WHERE service = 'bad'")).toEqual(
      [],
    );
  });

  it('can be used again after it was cleared', async () => {
    const batch = new Batch();
    batch.decode('traces', encode('traces', spansOf('first', span())), NOW);
    batch.clear();
    expect(batch.rows).toBe(0);
    batch.decode('traces', encode('traces', spansOf('second', span())), NOW);
    await test.insert(batch);
    expect(
      await test.store.rows("SELECT service FROM spans WHERE service IN ('first', 'second')"),
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
    await test.insert(batch);
    const [row] = await test.store.rows(
      `SELECT count() AS n, uniqExact(name) AS names, countIf(attributes[name] = name) AS attributes
       FROM spans WHERE service = 'many'`,
    );
    expect(row).toEqual({ n: '70000', names: '70000', attributes: '70000' });
  });
});
