import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonToProtobuf } from '../collector/src/otlp/json/to-protobuf.ts';
import { removeDirectory, type Stack, startStack, stopAll } from './stack.ts';
import { untilDrained } from './stored.ts';

/** What goes in by either encoding comes out of the API as it was. */

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(async () => {
  await stopAll();
  removeDirectory(stack.dataDir);
});

const startNano = BigInt(Date.now() - 60_000) * 1_000_000n + 123_456_789n;
const TEXT = '눈치 \u0000 "quoted" \\ <b>not bold</b> 🙂';
const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

const ATTRIBUTES = [
  text('text', TEXT),
  text('empty', ''),
  text('__proto__', 'a key like any other'),
  { key: 'int64.max', value: { intValue: '9223372036854775807' } },
  { key: 'int64.min', value: { intValue: '-9223372036854775808' } },
  { key: 'int.small', value: { intValue: '-1' } },
  { key: 'double', value: { doubleValue: 0.1 } },
  { key: 'double.whole', value: { doubleValue: 3 } },
  { key: 'double.nan', value: { doubleValue: 'NaN' } },
  { key: 'bool', value: { boolValue: false } },
  { key: 'bytes', value: { bytesValue: 'AAH/' } },
  {
    key: 'nested',
    value: {
      kvlistValue: {
        values: [
          { key: 'list', value: { arrayValue: { values: [{ intValue: '1' }, {}] } } },
          { key: 'none', value: { arrayValue: {} } },
          text('ключ', ''),
          { key: 'big', value: { intValue: '9223372036854775807' } },
        ],
      },
    },
  },
  { key: 'no.value', value: {} },
];

const EXPECTED = {
  text: TEXT,
  empty: '',
  ['__proto__']: 'a key like any other',
  'int64.max': '9223372036854775807',
  'int64.min': '-9223372036854775808',
  'int.small': -1,
  double: 0.1,
  'double.whole': 3,
  'double.nan': 'NaN',
  bool: false,
  bytes: 'AAH/',
  nested: { list: [1, null], none: [], ключ: '', big: '9223372036854775807' },
  'no.value': null,
};
const EXPECTED_TYPES = {
  'int64.max': 'int',
  'int64.min': 'int',
  'double.whole': 'double',
  'double.nan': 'double',
  bytes: 'bytes',
  'nested/big': 'int',
};

const spansOf = (traceId: string) => ({
  resourceSpans: [
    {
      resource: { attributes: [text('service.name', 'ünïcode-서비스'), ...ATTRIBUTES] },
      scopeSpans: [
        {
          scope: { name: 'scope', version: '1.0', attributes: ATTRIBUTES },
          schemaUrl: 'https://example.com/schema',
          spans: [
            {
              traceId,
              spanId: 'fffffffffffffffe',
              parentSpanId: '00000000000000ff',
              traceState: 'vendor=value',
              flags: 257,
              name: TEXT,
              kind: 4,
              startTimeUnixNano: String(startNano),
              endTimeUnixNano: String(startNano + 1n),
              status: { code: 2, message: TEXT },
              attributes: ATTRIBUTES,
              droppedAttributesCount: 1,
              events: [
                {
                  timeUnixNano: String(startNano + 7n),
                  name: TEXT,
                  attributes: ATTRIBUTES,
                  droppedAttributesCount: 2,
                },
              ],
              droppedEventsCount: 3,
              links: [
                {
                  traceId: 'ab'.repeat(16),
                  spanId: 'cd'.repeat(8),
                  traceState: 'x=y',
                  flags: 1,
                  attributes: ATTRIBUTES,
                  droppedAttributesCount: 4,
                },
              ],
              droppedLinksCount: 5,
            },
          ],
        },
      ],
    },
  ],
});

const logsOf = (traceId: string) => ({
  resourceLogs: [
    {
      resource: { attributes: [text('service.name', 'ünïcode-서비스')] },
      scopeLogs: [
        {
          logRecords: [
            {
              traceId,
              spanId: 'fffffffffffffffe',
              timeUnixNano: String(startNano + 3n),
              observedTimeUnixNano: String(startNano + 4n),
              severityNumber: 17,
              severityText: 'Fehler',
              eventName: 'an.event',
              flags: 1,
              body: { kvlistValue: { values: ATTRIBUTES } },
              attributes: ATTRIBUTES,
              droppedAttributesCount: 6,
            },
          ],
        },
      ],
    },
  ],
});

async function send(signal: 'traces' | 'logs', format: string, request: object): Promise<void> {
  const json = Buffer.from(JSON.stringify(request));
  const response = await fetch(`${stack.collectorUrl}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': `application/${format}` },
    body: new Uint8Array(format === 'json' ? json : jsonToProtobuf(signal, json)),
  });
  expect(response.status).toBe(200);
}

describe.each([
  ['json', 'a1'.repeat(16)],
  ['x-protobuf', 'b2'.repeat(16)],
])('what was sent as %s', (format, traceId) => {
  it('comes out of the API unchanged', async () => {
    await send('traces', format, spansOf(traceId));
    await send('logs', format, logsOf(traceId));
    await untilDrained(stack.collectorUrl);
    const response = await fetch(`${stack.queryUrl}/api/v1/traces/${traceId}`);
    const { spans, logs } = (await response.json()) as { spans: object[]; logs: object[] };
    const attributes = { attributes: EXPECTED, attributeTypes: EXPECTED_TYPES };
    expect(spans).toEqual([
      {
        spanId: 'fffffffffffffffe',
        parentSpanId: '00000000000000ff',
        traceState: 'vendor=value',
        flags: 257,
        service: 'ünïcode-서비스',
        name: TEXT,
        kind: 'producer',
        startTimeUnixNano: String(startNano),
        endTimeUnixNano: String(startNano + 1n),
        durationMs: 0.000001,
        status: 'error',
        statusMessage: TEXT,
        correlationId: traceId,
        ...attributes,
        droppedAttributesCount: 1,
        resource: { 'service.name': 'ünïcode-서비스', ...EXPECTED },
        resourceTypes: EXPECTED_TYPES,
        scope: {
          name: 'scope',
          version: '1.0',
          schemaUrl: 'https://example.com/schema',
          ...attributes,
          droppedAttributesCount: 0,
        },
        events: [
          {
            timeUnixNano: String(startNano + 7n),
            name: TEXT,
            ...attributes,
            droppedAttributesCount: 2,
          },
        ],
        droppedEventsCount: 3,
        links: [
          {
            traceId: 'ab'.repeat(16),
            spanId: 'cd'.repeat(8),
            traceState: 'x=y',
            flags: 1,
            ...attributes,
            droppedAttributesCount: 4,
          },
        ],
        droppedLinksCount: 5,
      },
    ]);
    expect(logs).toMatchObject([
      {
        timeUnixNano: String(startNano + 3n),
        observedTimeUnixNano: String(startNano + 4n),
        traceId,
        spanId: 'fffffffffffffffe',
        severityNumber: 17,
        severityText: 'Fehler',
        eventName: 'an.event',
        flags: 1,
        body: EXPECTED,
        ...attributes,
        droppedAttributesCount: 6,
      },
    ]);
  });
});
