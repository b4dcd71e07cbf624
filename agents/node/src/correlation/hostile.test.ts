import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import {
  baggageEntryMetadataFromString,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
} from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CorrelationPropagator } from './propagator.ts';
import { correlationOf } from './scope.ts';

/** Headers that are too long, too many or no headers at all: cut or ignored, never thrown. */

const propagator = new CorrelationPropagator();
const extract = (headers: Record<string, unknown>) =>
  propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
const inject = (context = ROOT_CONTEXT) => {
  const headers: Record<string, string> = {};
  propagator.inject(context, headers, defaultTextMapSetter);
  return headers;
};
const HEADER_VALUE = /^[\x20-\x7e]*$/;
const members = (count: number) =>
  Array.from({ length: count }, (_, at) => `member${at}=${at}`).join(',');

test.each<[string, Record<string, unknown>, string | undefined]>([
  ['baggage of 100 KB', { baggage: `a=${'x'.repeat(100_000)}`, 'x-correlation-id': 'c' }, 'c'],
  ['100 KB of commas', { baggage: ','.repeat(100_000), 'x-correlation-id': 'c' }, 'c'],
  ['an id behind 100 KB', { baggage: `${'a=b,'.repeat(25_000)}correlation.id=b` }, undefined],
  ['an id behind 1,000 members', { baggage: `${members(1000)},correlation.id=b` }, undefined],
  ['an id before 100 KB', { baggage: `correlation.id=b,${'a=b,'.repeat(25_000)}` }, 'b'],
  ['an encoded end of line', { baggage: 'correlation.id=b%0D%0Ax: y' }, undefined],
  ['broken encoding', { baggage: 'correlation.id=%E0%A4%A,b=%', 'x-request-id': 'r' }, 'r'],
  [
    'control characters',
    { 'x-correlation-id': 'a\u0000b', 'x-request-id': 'a\u001b[31m' },
    undefined,
  ],
  ['other letters', { baggage: 'correlation.id=größe', 'x-correlation-id': 'größe' }, undefined],
  ['many ids in one header', { 'x-correlation-id': 'a, b, c' }, undefined],
  ['many headers', { 'x-correlation-id': Array.from({ length: 1000 }, () => 'a') }, 'a'],
  ['many headers of baggage', { baggage: ['a=b', 'correlation.id=c'] }, 'c'],
  ['no text', { baggage: Buffer.from('correlation.id=b'), 'x-correlation-id': 7 }, undefined],
  [
    'odd lists',
    { baggage: [7, null, ['x']], 'x-correlation-id': [], 'x-request-id': {} },
    undefined,
  ],
  ['names of objects', { baggage: '__proto__=x,constructor=y,correlation.id=b' }, 'b'],
])('%s', (_, headers, id) => {
  const context = extract(headers);
  expect(correlationOf(context)).toBe(id);
  const sent = inject(context);
  expect(sent['x-correlation-id']).toBe(id);
  expect(sent['baggage'] ?? '').toMatch(HEADER_VALUE);
  expect((sent['baggage'] ?? '').length).toBeLessThanOrEqual(8192);
  expect((sent['baggage'] ?? '').split(',').length).toBeLessThanOrEqual(180);
});

test('180 members and 8192 bytes are carried on, and the id fits in always', () => {
  const full = `${members(1000)}`;
  const sent = inject(extract({ baggage: full, 'x-request-id': 'r' }))['baggage'] ?? '';
  expect(sent.split(',')).toHaveLength(180);
  expect(sent).toMatch(/^member0=0,.*,correlation\.id=r$/);

  const long = Array.from({ length: 8 }, (_, at) => `m${at}=${'x'.repeat(1020)}`).join(',');
  const cut = inject(extract({ baggage: long, 'x-request-id': 'r' }))['baggage'] ?? '';
  expect(cut.length).toBeGreaterThan(7000);
  expect(cut.length).toBeLessThanOrEqual(8192);
  expect(cut).toMatch(/,correlation\.id=r$/);
});

test('what the application itself puts in cannot break its calls', () => {
  const baggage = propagation.createBaggage({
    half: { value: '\ud800' },
    line: { value: 'a', metadata: baggageEntryMetadataFromString('p\r\nx: y') },
    fine: { value: 'ü\n', metadata: baggageEntryMetadataFromString('p=1') },
    huge: { value: 'x'.repeat(100_000) },
  });
  expect(inject(propagation.setBaggage(ROOT_CONTEXT, baggage))).toEqual({
    baggage: 'line=a,fine=%C3%BC%0A;p=1',
  });
});

describe('a real server', () => {
  const AGENT = fileURLToPath(new URL('../register.ts', import.meta.url));
  const SERVER = `
    import http from 'node:http';
    const peer = http.createServer((request, response) => response.end(JSON.stringify(request.headers)));
    peer.listen(0, '127.0.0.1', () => {
      const server = http.createServer((request, response) => {
        http.get({ port: peer.address().port, host: '127.0.0.1' }, (answer) => answer.pipe(response));
      });
      server.listen(0, '127.0.0.1', () => console.log(server.address().port));
    });`;
  let child: ReturnType<typeof spawn>;
  let port: number;
  let complaints = '';

  beforeAll(async () => {
    child = spawn(
      process.execPath,
      ['--max-http-header-size=300000', '--import', AGENT, '--input-type=module', '-e', SERVER],
      {
        env: {
          PATH: process.env['PATH'],
          OTEL_TRACES_EXPORTER: 'none',
          OTEL_METRICS_EXPORTER: 'none',
          OTEL_LOGS_EXPORTER: 'none',
          NUNCHI_OPAMP: 'off',
          NUNCHI_CHASSIS: 'off',
          NUNCHI_AGENT_QUIET: '1',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    port = Number(line.toString());
  });
  afterAll(async () => {
    child.kill('SIGKILL');
    await once(child, 'close');
  });

  /** As bytes: no client in between that would refuse to send it. */
  async function request(
    ...headers: string[]
  ): Promise<{ head: string; called: Record<string, string> }> {
    const socket = connect(port, '127.0.0.1');
    const lines = ['GET / HTTP/1.1', 'Host: a', 'Connection: close', ...headers, '', ''];
    socket.write(Buffer.from(lines.join('\r\n'), 'latin1'));
    const answer = await text(socket);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const json = /\{[^]*\}/.exec(body)?.[0];
    return { head, called: json === undefined ? {} : (JSON.parse(json) as Record<string, string>) };
  }

  test.each<[string, string[]]>([
    ['baggage of 100 KB', [`baggage: correlation.id=evil,a=${'x'.repeat(100_000)}`]],
    ['1,000 members', [`baggage: ${members(1000)}`]],
    ['many headers', Array.from({ length: 500 }, (_, at) => `x-correlation-id: id-${at}`)],
    ['an encoded end of line', ['baggage: correlation.id=a%0d%0aset-cookie:%20b=c']],
    [
      'bytes above ASCII',
      ['x-correlation-id: gr\u00f6\u00dfe\u00ff', 'baggage: a=\u00e4;p=\u00ff'],
    ],
    ['markup', ['x-request-id: <script>alert(1)</script>']],
    ['a huge id', [`x-correlation-id: ${'a'.repeat(50_000)}`]],
  ])('%s → answered, the call goes out, both bounded', async (_, headers) => {
    const { head, called } = await request(...headers);
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    const [, id = ''] = /^x-correlation-id: (.*)$/im.exec(head) ?? [];
    expect(id).toMatch(/^[\w.-]{1,128}$/);
    expect(head).not.toMatch(/set-cookie|script/i);
    expect(called['x-correlation-id']).toBe(id);
    expect(called['baggage']).toMatch(HEADER_VALUE);
    expect(called['baggage']).toContain(`correlation.id=${id}`);
    expect(called['baggage']?.length).toBeLessThanOrEqual(8192);
  });

  test('a bare control character is refused by Node, and the server lives on', async () => {
    expect((await request('x-correlation-id: a\u0001b')).head).toMatch(/^HTTP\/1\.1 400 /);
    expect((await request('x-correlation-id: fine')).head).toMatch(/x-correlation-id: fine/i);
    expect(complaints).toBe('');
  });
});
