import { once } from 'node:events';
import http from 'node:http';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteCaller, tellCallers } from './response.ts';
import { setCorrelationId, withScope } from './scope.ts';

const request = withScope(ROOT_CONTEXT, 'came-in');
let undo: () => void;
let server: http.Server;
let answer: (response: http.ServerResponse) => void;

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  undo = tellCallers();
  server = http.createServer((_request, response) => {
    context.with(request, () => {
      noteCaller(response);
      answer(response);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterAll(() => {
  server.close();
  undo();
  context.disable();
});

/** Raw headers, so that one that is there twice is seen. */
async function told(how: (response: http.ServerResponse) => void): Promise<string[]> {
  answer = how;
  const { port } = server.address() as { port: number };
  const [response] = (await once(http.get({ port }), 'response')) as [http.IncomingMessage];
  response.resume();
  await once(response, 'end');
  const { rawHeaders } = response;
  return rawHeaders
    .flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []))
    .filter((line) => /^x-/i.test(line))
    .toSorted();
}

/** Node takes pairs, which its types do not know. */
function writePairs(response: http.ServerResponse, ...pairs: [string, string][]): void {
  response.writeHead(200, pairs as unknown as string[]).end();
}

const OURS = 'x-correlation-id: came-in';

test.each<[string, (response: http.ServerResponse) => void]>([
  ['end', (response) => response.end()],
  ['write', (response) => void (response.write('a'), response.end())],
  ['flushHeaders', (response) => void (response.flushHeaders(), response.end())],
  ['writeHead', (response) => response.writeHead(200).end()],
  ['a reason', (response) => response.writeHead(200, 'Fine').end()],
])('%s', async (_, how) => expect(await told(how)).toEqual([OURS]));

test.each<[string, (response: http.ServerResponse) => void]>([
  ['headers', (response) => response.writeHead(200, { 'x-own': '1' }).end()],
  ['a reason and headers', (response) => response.writeHead(200, 'Fine', { 'x-own': '1' }).end()],
  ['headers as a list', (response) => response.writeHead(200, ['x-own', '1']).end()],
  ['headers as pairs', (response) => writePairs(response, ['x-own', '1'])],
  ['setHeader', (response) => response.setHeader('x-own', '1').end()],
  [
    'both ways',
    (response) => response.setHeader('x-own', '2').writeHead(200, { 'x-own': '1' }).end(),
  ],
])('beside the application’s: %s', async (_, how) => {
  expect(await told(how)).toEqual([OURS, 'x-own: 1']);
});

test.each<[string, (response: http.ServerResponse) => void]>([
  ['setHeader', (response) => response.setHeader('X-Correlation-Id', 'own').end()],
  ['writeHead', (response) => response.writeHead(200, { 'X-Correlation-Id': 'own' }).end()],
  ['a list', (response) => response.writeHead(200, ['X-Correlation-Id', 'own']).end()],
  ['pairs', (response) => writePairs(response, ['X-Correlation-Id', 'own'])],
])('the application’s own stays: %s', async (_, how) => {
  expect(await told(how)).toEqual(['X-Correlation-Id: own']);
});

test('the application’s object of headers stays as it is', async () => {
  const headers = { 'x-own': '1' };
  await told((response) => response.writeHead(200, headers).end());
  expect(headers).toEqual({ 'x-own': '1' });
});

test('an id that is set later, until the headers are written', async () => {
  const set = (id: string) => expect(setCorrelationId(id)).toBe(true);
  expect(await told((response) => void (set('later'), response.end()))).toEqual([
    'x-correlation-id: later',
  ]);
  expect(
    await told((response) => void (response.write('a'), set('too-late'), response.end())),
  ).toEqual(['x-correlation-id: later']);
});

test('headers that were sent: the error of Node, as ever', async () => {
  let thrown: unknown;
  await told((response) => {
    response.flushHeaders();
    try {
      response.writeHead(200);
    } catch (error) {
      thrown = error;
    }
    response.end();
  });
  expect(thrown).toMatchObject({ code: 'ERR_HTTP_HEADERS_SENT' });
});
