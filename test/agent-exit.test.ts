import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killHosts, startHost } from './agent-host.ts';

/** The agent delays the end of its host by 2 s at most, and never changes it. */

const MOST_MS = 2000;
/** What starting Node and ending it may take on a busy machine. */
const SLACK_MS = 1500;

let hanging: Server;
const urls = { refusing: 'http://127.0.0.1:1', hanging: '' };

beforeAll(async () => {
  hanging = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(hanging, 'listening');
  const { port } = hanging.address() as { port: number };
  urls.hanging = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await killHosts();
  hanging.close();
});

const settings = (url: string) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  NUNCHI_OPAMP_ENDPOINT: `${url}/v1/opamp`,
});

describe.each(['refusing', 'hanging'] as const)('a collector that is %s', (kind) => {
  test.each([0, 1200])('work that ends after %s ms → ends with code 0', async (waitMs) => {
    const env = { ...settings(urls[kind]), WAIT_MS: String(waitMs) };
    const host = startHost('brief.mjs', env);
    let doneAt = 0;
    while (doneAt === 0) {
      await Promise.race([new Promise((resolve) => setTimeout(resolve, 10)), host.ended]);
      if (host.stdout().includes('done at')) doneAt = performance.now();
    }
    expect(await host.ended).toMatchObject({ code: 0, signal: null });
    expect(performance.now() - doneAt).toBeLessThan(MOST_MS + SLACK_MS);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('%s → dies of it', async (signal) => {
    const host = startHost('endless.mjs', settings(urls[kind]));
    await host.address();
    const at = performance.now();
    host.kill(signal);
    expect(await host.ended).toMatchObject({ code: null, signal });
    expect(performance.now() - at).toBeLessThan(MOST_MS + SLACK_MS);
  });

  test('SIGTERM, and the application has a handler → ends its own way', async () => {
    const host = startHost('endless.mjs', { ...settings(urls[kind]), OWN_HANDLER: '1' });
    await host.address();
    const at = performance.now();
    host.kill('SIGTERM');
    expect(await host.ended).toMatchObject({
      code: 7,
      stdout: expect.stringContaining('my own way'),
    });
    expect(performance.now() - at).toBeLessThan(MOST_MS + SLACK_MS);
  });
});

test('a second SIGTERM does not wait', async () => {
  const host = startHost('endless.mjs', settings(urls.hanging));
  await host.address();
  host.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const at = performance.now();
  host.kill('SIGTERM');
  expect(await host.ended).toMatchObject({ signal: 'SIGTERM' });
  expect(performance.now() - at).toBeLessThan(1000);
});

test('OTEL_SDK_DISABLED → nothing is said and nothing sent', async () => {
  const host = startHost('brief.mjs', { ...settings(urls.hanging), OTEL_SDK_DISABLED: 'true' });
  expect(await host.ended).toMatchObject({ code: 0, stderr: '' });
});

test('says once who it is, unless told to be quiet', async () => {
  const env = { ...settings(urls.refusing), OTEL_LOG_LEVEL: 'none', OTEL_SERVICE_NAME: 'brief' };
  const said = await startHost('brief.mjs', env).ended;
  expect(said.stderr).toMatch(
    /^nunchi agent: brief \(instance [\w-]+\) sends to http:\/\/127\.0\.0\.1:1; instruments http, runtime-node, undici\n$/,
  );
  const quiet = await startHost('brief.mjs', { ...env, NUNCHI_AGENT_QUIET: '1' }).ended;
  expect(quiet.stderr).toBe('');
});
