import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { context, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardHttp } from './http.ts';
import { listen, type TestOutgoing, testOutgoing, type TestServer } from './testing.ts';

let server: TestServer;
let test: TestOutgoing;
let undo: () => void;
let answer: http.RequestListener;

beforeEach(async () => {
  answer = (_request, response) => void response.end('fine');
  server = await listen((request, response) => answer(request, response));
  test = testOutgoing();
  undo = guardHttp(test.guard, (error) => test.faults.push(error));
});

afterEach(async () => {
  undo();
  expect(test.faults).toEqual([]);
  await server.close();
});

/** The status, or the error's code. */
async function get(options: http.RequestOptions = {}): Promise<number | string> {
  const request = http.get(server.url, options);
  try {
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    await once(response, 'end');
    return response.statusCode ?? 0;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

const status = (code: number): http.RequestListener => {
  return (_request, response) => void response.writeHead(code).end();
};

describe('open', () => {
  it('rejects at once, without a connection, with an error that says why and until when', async () => {
    test.forceOpen(server);
    const request = http.get(server.url);
    const closed = new Promise((resolve) => request.once('close', resolve));
    const [error] = (await once(request, 'error')) as [NodeJS.ErrnoException];
    expect(error).toMatchObject({ name: 'CircuitOpenError', code: 'ECIRCUITOPEN' });
    expect(error.message).toBe(
      `The circuit breaker of 127.0.0.1:${server.port} is open until 1970-01-01T00:17:40.000Z: ` +
        'told so. The call was not made.',
    );
    await closed;
    expect(server.connections()).toBe(0);
    expect(test.outcomes).toEqual(['rejected']);
  });

  it('rejects requests of agents of their own, and leaves them usable', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    expect(await get({ agent })).toBe(200);
    test.forceOpen(server);
    expect(await get({ agent })).toBe('ECIRCUITOPEN');
    expect(await get({ agent })).toBe('ECIRCUITOPEN');
    expect(agent.requests).toEqual({});
    test.peers.configure(test.sensitive, new Map());
    expect(await get({ agent })).toBe(200);
    expect(server.connections()).toBe(1);
    agent.destroy();
  });

  it('rejects https as well', async () => {
    test.forceOpen(server);
    const request = https.get(`https://127.0.0.1:${server.port}`);
    expect(await once(request, 'error')).toMatchObject([{ code: 'ECIRCUITOPEN' }]);
  });

  it('rejects a request with a body that is still being written', async () => {
    test.forceOpen(server);
    const request = http.request(server.url, { method: 'POST' });
    request.write('half');
    const failed = once(request, 'error');
    request.end('whole');
    expect(await failed).toMatchObject([{ code: 'ECIRCUITOPEN' }]);
  });

  it('lets the agent’s own traffic through', async () => {
    new NodeTracerProvider().register();
    test.forceOpen(server);
    expect(await context.with(suppressTracing(context.active()), () => get())).toBe(200);
    expect(await get()).toBe('ECIRCUITOPEN');
    context.disable();
    trace.disable();
  });
});

describe('closed → open', () => {
  it('answers of 500 and above', async () => {
    answer = status(503);
    expect(await get()).toBe(503);
    expect(await get()).toBe(503);
    expect(await get()).toBe('ECIRCUITOPEN');
    expect(test.outcomes).toEqual(['failure', 'failure', 'rejected']);
  });

  it('refused connections', async () => {
    await server.close();
    expect(await get()).toBe('ECONNREFUSED');
    expect(await get()).toBe('ECONNREFUSED');
    expect(await get()).toBe('ECIRCUITOPEN');
  });

  it('connections that end without an answer', async () => {
    answer = (request) => void request.socket.end();
    await get();
    answer = (request) => void request.socket.destroy();
    await get();
    expect(test.outcomes).toEqual(['failure', 'failure']);
  });

  it('timeouts after which the caller gives up', async () => {
    answer = () => {};
    const request = http.get(server.url, { timeout: 20 });
    request.once('timeout', () => request.destroy());
    await once(request, 'error');
    await get({ signal: AbortSignal.timeout(20) });
    expect(test.outcomes).toEqual(['failure', 'failure']);
  });
});

describe('closed stays closed', () => {
  it('answers of 400', async () => {
    answer = status(404);
    for (let call = 0; call < 5; call += 1) expect(await get()).toBe(404);
    expect(test.outcomes).toEqual(Array(5).fill('success'));
  });

  it('calls that the caller gave up', async () => {
    answer = () => {};
    const request = http.get(server.url);
    setTimeout(() => request.destroy(), 20);
    await once(request, 'error');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    await get({ signal: controller.signal });
    expect(test.outcomes).toEqual(['aborted', 'aborted']);
  });

  it('upgrades', async () => {
    answer = () => {};
    await server.close();
    const upgrading = http.createServer();
    upgrading.on('upgrade', (_request, socket) => {
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    });
    await new Promise<void>((resolve) => upgrading.listen(server.port, '127.0.0.1', resolve));
    const headers = { Connection: 'Upgrade', Upgrade: 'x' };
    const request = http.get(server.url, { headers });
    request.on('upgrade', (_response, socket) => socket.destroy());
    await once(request, 'close');
    expect(test.outcomes).toEqual(['success']);
    upgrading.close();
  });
});

it('open → half-open → closed: real answers close it', async () => {
  answer = status(500);
  await get();
  await get();
  test.wait(5_000);
  answer = status(200);
  expect(await get()).toBe(200);
  expect(await get()).toBe(200);
  expect(test.changes.map((change) => change.replace(/^\S+ /, ''))).toEqual([
    'closed → open',
    'open → half-open',
    'half-open → closed',
  ]);
});

it('does not swallow answers and errors that nobody listens to', async () => {
  // Node discards an answer without a listener; with one more listener it would hang.
  const request = http.get(server.url);
  await once(request, 'close');
  expect(request.listenerCount('response')).toBe(0);
  expect(request.listenerCount('error')).toBe(0);
});

it('undone, calls go out again', async () => {
  test.forceOpen(server);
  undo();
  expect(await get()).toBe(200);
});

it('an agent that throws: so does the call, or it fails if it has waited', async () => {
  test = testOutgoing({ places: 1, queue: 1 });
  undo();
  undo = guardHttp(test.guard, (error) => test.faults.push(error));
  class Broken extends http.Agent {
    override createConnection(): never {
      throw new Error('broken');
    }
  }
  const agent = new Broken();
  expect(() => http.get(server.url, { agent })).toThrow('broken');
  const waiting: http.ServerResponse[] = [];
  answer = (_request, response) => void waiting.push(response);
  const first = get();
  const second = once(http.get(server.url, { agent }), 'error');
  await vi.waitFor(() => expect(waiting).toHaveLength(1));
  waiting[0]?.end();
  expect(await first).toBe(200);
  expect(await second).toMatchObject([{ message: 'broken' }]);
  expect(test.outcomes).toEqual(['aborted', 'success', 'aborted']);
});
