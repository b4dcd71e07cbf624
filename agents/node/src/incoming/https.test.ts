// The same for `node:https`. Pre-shared keys spare the tests a certificate.
import https from 'node:https';
import { afterEach, expect, test } from 'vitest';
import { drain } from './draining.ts';
import { type Rig, rig } from './testing.ts';

let running: Rig | undefined;
afterEach(() => running?.close());

const TLS = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const;
const psk = Buffer.alloc(16, 7);

async function serving(handler: (answer: () => void) => void) {
  running = rig();
  const server = https.createServer({ ...TLS, pskCallback: () => psk, pskIdentityHint: 'test' });
  const url = await running.listen((_request, response) => {
    handler(() => void response.end('served'));
  }, server);
  const agent = new https.Agent({
    keepAlive: true,
    ...TLS,
    pskCallback: () => ({ psk, identity: 'test' }),
    checkServerIdentity: () => undefined,
  });
  const get = () =>
    new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
      https
        .get(url.replace('http:', 'https:'), { agent }, (response) => {
          response.resume();
          resolve([response.statusCode, response.headers.connection]);
        })
        .on('error', reject);
    });
  return { ...running, get };
}

test('requests are refused', async () => {
  const { get, shedding } = await serving((answer) => answer());
  expect(await get()).toEqual([200, 'keep-alive']);
  shedding.set({ share: 1 });
  expect(await get()).toEqual([503, 'keep-alive']);
});

test('requests in flight may finish', async () => {
  const held: (() => void)[] = [];
  const { get, servers } = await serving((answer) => held.push(answer));
  const answer = get();
  await expect.poll(() => held.length).toBe(1);
  const drained = drain(servers, 60_000);
  held[0]?.();
  expect(await answer).toEqual([200, 'close']);
  expect(await drained).toBe(0);
});
