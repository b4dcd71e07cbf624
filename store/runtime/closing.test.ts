import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { closeInTime } from './closing.ts';

it('ends although a client keeps its connection and had a request in flight', async () => {
  const app = Fastify({ forceCloseConnections: 'idle', keepAliveTimeout: 60_000 });
  closeInTime(app);
  const began = new Promise<void>((resolve) => app.addHook('preClose', async () => resolve()));
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    app.get('/', async () => {
      resolve();
      await new Promise<void>((done) => (answer = done));
      return 'done';
    });
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const replied = new Promise<string | undefined>((resolve, reject) => {
    request({ port, host: '127.0.0.1', agent }, (response) => {
      response.resume().on('end', () => resolve(response.headers.connection));
    })
      .on('error', reject)
      .end();
  });
  await asked;
  const started = performance.now();
  const closed = app.close();
  await began;
  answer();
  expect(await replied).toBe('close');
  await closed;
  expect(performance.now() - started).toBeLessThan(2_000);
  agent.destroy();
});

it('ends although a request is never answered', async () => {
  const app = Fastify({ forceCloseConnections: 'idle' });
  closeInTime(app);
  const asked = new Promise<void>((resolve) => {
    app.get('/', () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const cut = fetch(`http://127.0.0.1:${port}/`).then(
    () => 'answered',
    () => 'cut',
  );
  await asked;
  await app.close();
  expect(await cut).toBe('cut');
});
