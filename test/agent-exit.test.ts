import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  FAULTS,
  type Fault,
  type FaultyCollector,
  startFaultyCollector,
} from './agent-collector.ts';
import { killHosts, startHost } from './agent-host.ts';

/** The agent delays the end of its host by 2 s at most, and never changes it. */

const MOST_MS = 2000;
/** What a busy machine may add; without the limit it would be the 10 s that an export may take. */
const SLACK_MS = 4000;

const collectors = new Map<Fault, FaultyCollector>();

beforeAll(async () => {
  for (const fault of FAULTS) collectors.set(fault, await startFaultyCollector(fault));
});
afterAll(async () => {
  await killHosts();
  for (const faulty of collectors.values()) faulty.close();
});

function settings(fault: Fault): Record<string, string> {
  const url = collectors.get(fault)?.url;
  return { OTEL_EXPORTER_OTLP_ENDPOINT: `${url}`, NUNCHI_OPAMP_ENDPOINT: `${url}/v1/opamp` };
}

// At the same time, since they mostly wait.
describe.concurrent.each(FAULTS)('a collector that is %s', (fault) => {
  test.each([0, 1200])('work that ends after %s ms → ends with code 0', async (waitMs) => {
    const env = { ...settings(fault), WAIT_MS: String(waitMs) };
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
    const host = startHost('endless.mjs', settings(fault));
    await host.address();
    const at = performance.now();
    host.kill(signal);
    expect(await host.ended).toMatchObject({ code: null, signal });
    expect(performance.now() - at).toBeLessThan(MOST_MS + SLACK_MS);
  });

  test('SIGTERM, and the application has a handler → ends its own way', async () => {
    const host = startHost('endless.mjs', { ...settings(fault), OWN_HANDLER: '1' });
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
  const host = startHost('endless.mjs', settings('hanging'));
  await host.address();
  host.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const at = performance.now();
  host.kill('SIGTERM');
  expect(await host.ended).toMatchObject({ signal: 'SIGTERM' });
  expect(performance.now() - at).toBeLessThan(1000);
});

test('OTEL_SDK_DISABLED → nothing is said and nothing sent', async () => {
  const host = startHost('brief.mjs', { ...settings('hanging'), OTEL_SDK_DISABLED: 'true' });
  expect(await host.ended).toMatchObject({ code: 0, stderr: '' });
});

test('says once who it is, unless told to be quiet', async () => {
  const env = { ...settings('refusing'), OTEL_LOG_LEVEL: 'none', OTEL_SERVICE_NAME: 'brief' };
  const said = await startHost('brief.mjs', env).ended;
  expect(said.stderr).toMatch(
    /^nunchi agent: brief \(instance [\w-]+\) sends to http:\/\/127\.0\.0\.1:\d+ \(not reached: .+\); instruments console, http, runtime-node, undici\b.*\n$/,
  );
  const quiet = await startHost('brief.mjs', { ...env, NUNCHI_AGENT_QUIET: '1' }).ended;
  expect(quiet.stderr).toBe('');
});
