import { Agent, request } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Collector } from '../app.ts';
import { readConfig } from '../config.ts';
import { SIGNALS } from '../otlp/batch.ts';
import {
  type Insert,
  JSON_TYPE,
  PROTOBUF,
  post,
  protobuf,
  span,
  spans,
  useCollectors,
} from '../testing/collector.ts';
import { field, message } from './testing/wire-message.ts';

const test = useCollectors();

const PARTIAL = {
  traces: {
    body: spans(span(1), span(0), span(0)),
    rejected: 'rejectedSpans',
    reason: '2 × span without a valid span id',
  },
  logs: {
    body: JSON.stringify({
      resourceLogs: [
        { scopeLogs: [{ logRecords: [{}, { timeUnixNano: '18446744073709551615' }] }] },
      ],
    }),
    rejected: 'rejectedLogRecords',
    reason: '1 × log record with a time after the year 2105',
  },
  metrics: {
    body: JSON.stringify({
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [{ name: 'm', gauge: { dataPoints: [{ timeUnixNano: 1 }, { asInt: 1 }] } }],
            },
          ],
        },
      ],
    }),
    rejected: 'rejectedDataPoints',
    reason: '1 × data point without a time',
  },
} as const;

describe('a request', () => {
  it.each(SIGNALS)('of %s may be empty, in both encodings', async (signal) => {
    const collector = await test.start();
    const binary = await post(collector, signal, Buffer.alloc(0), { 'content-type': PROTOBUF });
    expect([binary.statusCode, binary.headers['content-type'], binary.rawPayload.length]).toEqual([
      200,
      PROTOBUF,
      0,
    ]);
    const json = await post(collector, signal, '{}');
    expect([json.statusCode, json.headers['content-type'], json.body]).toEqual([
      200,
      JSON_TYPE,
      '{}',
    ]);
  });

  it('may have no resource, and envelopes with nothing in them', async () => {
    const collector = await test.start();
    const body = {
      resourceSpans: [
        {},
        { resource: {}, scopeSpans: [] },
        { scopeSpans: [{}, { scope: {}, spans: [] }, { spans: [span(1)] }] },
      ],
    };
    const answer = await post(collector, 'traces', JSON.stringify(body));
    expect([answer.statusCode, answer.body]).toEqual([200, '{}']);
    await test.stop(collector);
    expect(await test.store.rows('SELECT service, name FROM spans')).toEqual([
      { service: 'unknown_service', name: 'span 1' },
    ]);
  });

  it('may write its content type in capitals and with parameters', async () => {
    const collector = await test.start();
    const answer = await post(collector, 'logs', '{}', {
      'content-type': 'Application/JSON; charset=UTF-8',
    });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, JSON_TYPE]);
  });

  it('goes to port 4318, where nothing else is set', () => {
    expect(readConfig({ CLICKHOUSE_URL: 'http://127.0.0.1:1' }).port).toBe(4318);
  });

  it('may be as large as NUNCHI_COLLECTOR_MAX_BODY_MB says', () => {
    const bodyLimit = (more: object) =>
      readConfig({ CLICKHOUSE_URL: 'http://127.0.0.1:1', ...more }).maxBodyBytes;
    expect(bodyLimit({ NUNCHI_COLLECTOR_MAX_BODY_MB: '64' })).toBe(64 * 1024 * 1024);
  });
});

describe('an answer', () => {
  it.each(SIGNALS)('says how many %s were rejected and why, in both encodings', async (signal) => {
    const { body, rejected, reason } = PARTIAL[signal];
    const count = Number.parseInt(reason, 10);
    const collector = await test.start();
    const json = await post(collector, signal, body);
    expect([json.statusCode, json.json()]).toEqual([
      200,
      { partialSuccess: { [rejected]: String(count), errorMessage: reason } },
    ]);
    const binary = await post(collector, signal, protobuf(signal, body), {
      'content-type': PROTOBUF,
    });
    expect([binary.statusCode, binary.rawPayload]).toEqual([
      200,
      field(1, message(field(1, count), field(2, reason))),
    ]);
  });

  it('warns of what was cut, and rejects nothing for it', async () => {
    const collector = await test.start();
    const attributes = Array.from({ length: 130 }, (_, n) => ({
      key: `k${n}`,
      value: { stringValue: 'v' },
    }));
    const warning = "over the collector's limits: 2 × attributes left out";
    const body = spans(span(1, { attributes }));
    const json = await post(collector, 'traces', body);
    expect([json.statusCode, json.json()]).toEqual([
      200,
      { partialSuccess: { rejectedSpans: '0', errorMessage: warning } },
    ]);
    const binary = await post(collector, 'traces', protobuf('traces', body), {
      'content-type': PROTOBUF,
    });
    expect(binary.rawPayload).toEqual(field(1, field(2, warning)));
    const both = await post(collector, 'traces', spans(span(2, { attributes }), span(0)));
    expect(both.json().partialSuccess).toEqual({
      rejectedSpans: '1',
      errorMessage: `1 × span without a valid span id; ${warning}`,
    });
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(3);
  });

  it('stays short, whatever the request was', async () => {
    const collector = await test.start();
    const long = 'x'.repeat(1_000_000);
    const bodies = [
      spans(...Array.from({ length: 10_000 }, () => span(0))),
      spans(span(1, { name: 7, traceId: long })),
      spans(span(1, { flags: long })),
      JSON.stringify({ [long]: 1, resourceSpans: long }),
      long,
    ];
    for (const body of bodies) {
      const answer = await post(collector, 'traces', body);
      expect(answer.rawPayload.length).toBeLessThan(1_000);
    }
  });

  const MALFORMED = [
    ['a text that is not UTF-8', JSON_TYPE, Buffer.from([255]), '', 'the JSON is not valid UTF-8'],
    [
      'a value of a wrong type',
      JSON_TYPE,
      spans(span(1, { name: 7 })),
      'resourceSpans[0].scopeSpans[0].spans[0].name',
      'expected a string at resourceSpans[0].scopeSpans[0].spans[0].name, got 7',
    ],
    [
      'bytes that are no protobuf',
      PROTOBUF,
      Buffer.from([255]),
      '',
      'a number is cut off at byte 0',
    ],
    [
      'a message that is cut off in a span',
      PROTOBUF,
      field(1, field(2, field(2, Buffer.from([10, 99])))),
      'resource_spans[0].scope_spans[0].spans[0]',
      'a length of 99 goes beyond its message at byte 8 in resource_spans[0].scope_spans[0].spans[0]',
    ],
  ] as const;
  it.each(MALFORMED)(
    'to %s is a 400 with a BadRequest that names the field',
    async (_title, type, body, badField, text) => {
      const collector = await test.start();
      const answer = await post(collector, 'traces', body, { 'content-type': type });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, type]);
      const url = 'type.googleapis.com/google.rpc.BadRequest';
      if (type === JSON_TYPE) {
        const fieldViolations = [{ field: badField, description: text }];
        const details = [{ '@type': url, fieldViolations }];
        expect(answer.json()).toEqual({ code: 3, message: text, details });
      } else {
        const violation = field(1, message(field(1, badField), field(2, text)));
        const details = field(3, message(field(1, url), field(2, violation)));
        expect(answer.rawPayload).toEqual(message(field(1, 3), field(2, text), details));
      }
    },
  );

  const REFUSED = [
    ['another method', 'PUT', '/v1/traces', 'x', 'identity', 405, 5],
    ['another path', 'POST', '/v1/profiles', 'x', 'identity', 404, 5],
    ['a path that is none', 'POST', '/v1/%', 'x', 'identity', 400, 3],
    ['an unknown encoding', 'POST', '/v1/traces', 'x', 'br', 415, 3],
    ['a body that is too large', 'POST', '/v1/traces', 'x'.repeat(11), 'identity', 413, 8],
    ['one that is too large inside', 'POST', '/v1/logs', gzipSync('x'.repeat(99)), 'gzip', 413, 8],
  ] as const;
  it.each(REFUSED)(
    'to %s is a Status in the type of the request',
    async (_title, method, url, payload, encoding, status, code) => {
      const collector = await test.start({ maxBodyBytes: encoding === 'gzip' ? 50 : 10 });
      const ask = (type: string) =>
        collector.app.inject({
          method,
          url,
          payload,
          headers: { 'content-type': type, 'content-encoding': encoding },
        });
      const [json, binary] = [await ask(JSON_TYPE), await ask(PROTOBUF)];
      expect([json.statusCode, json.headers['content-type']]).toEqual([status, JSON_TYPE]);
      expect([binary.statusCode, binary.headers['content-type']]).toEqual([status, PROTOBUF]);
      const text = json.json().message as string;
      expect(json.json()).toEqual({ code, message: expect.stringMatching(/\w+ \w+/) });
      expect(binary.rawPayload).toEqual(message(field(1, code), field(2, text)));
    },
  );

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)(
    'to %s is a 405 that allows POST',
    async (method) => {
      const collector = await test.start();
      for (const signal of SIGNALS) {
        for (const url of [`/v1/${signal}`, `/v1/${signal}?key=value`]) {
          const answer = await collector.app.inject({ method, url });
          expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
        }
      }
    },
  );

  it.each([
    [JSON_TYPE, (body: string) => Buffer.from(body)],
    [PROTOBUF, (body: string) => protobuf('traces', body)],
  ])('without room is a 503 with Retry-After, %s', async (type, encode) => {
    const away: Insert = {
      insertNative: async () => {
        throw new Error('away');
      },
    };
    const collector = await test.start({ maxJournalBytes: 10, drainTimeoutMs: 0 }, away);
    const answer = await post(collector, 'traces', encode(spans(span(1))), {
      'content-type': type,
    });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([503, type]);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.rawPayload.toString()).toMatch(/the journal is full/);
  });
});

describe('a connection', () => {
  const BODY = spans(span(1));
  const portOf = (collector: Collector) => (collector.app.server.address() as AddressInfo).port;

  /** Answers the status, and the client's port: it is the same where a connection was used again. */
  async function send(collector: Collector, agent: Agent, id: number, type: string) {
    const text = spans(span(id));
    const body = type === PROTOBUF ? gzipSync(protobuf('traces', text)) : Buffer.from(text);
    const sent = request({
      agent,
      port: portOf(collector),
      path: '/v1/traces',
      method: 'POST',
      headers: { 'content-type': type, ...(type === PROTOBUF && { 'content-encoding': 'gzip' }) },
    });
    sent.end(body);
    const [answer] = await once(sent, 'response');
    const { localPort } = answer.socket;
    for await (const _ of answer);
    return { status: answer.statusCode as number, type: answer.headers['content-type'], localPort };
  }

  it('stays open for the next request, of either encoding', async () => {
    const collector = await test.start();
    await collector.app.listen({ host: '127.0.0.1', port: 0 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const answers = [];
    for (const [index, type] of [JSON_TYPE, PROTOBUF, JSON_TYPE, PROTOBUF].entries()) {
      answers.push(await send(collector, agent, index + 1, type));
    }
    agent.destroy();
    expect(answers.map(({ status, type }) => [status, type])).toEqual([
      [200, JSON_TYPE],
      [200, PROTOBUF],
      [200, JSON_TYPE],
      [200, PROTOBUF],
    ]);
    expect(new Set(answers.map(({ localPort }) => localPort)).size).toBe(1);
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(4);
  });

  it('is one of many at once', async () => {
    const collector = await test.start();
    await collector.app.listen({ host: '127.0.0.1', port: 0 });
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        send(collector, agent, index + 1, index % 2 === 0 ? JSON_TYPE : PROTOBUF),
      ),
    );
    agent.destroy();
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(100);
  });

  it('may send the next request before the answer, and is answered in order', async () => {
    const collector = await test.start();
    await collector.app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect(portOf(collector), '127.0.0.1');
    const head = (length: number, more = '') =>
      `POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: ${JSON_TYPE}\r\ncontent-length: ${length}\r\n${more}\r\n`;
    socket.write(`${head(BODY.length)}${BODY}${head(1)}x${head(2, 'connection: close\r\n')}{}`);
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
      '200',
      '400',
      '200',
    ]);
  });
});
