import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from './api.ts';
import { launchBrowser, onPage } from './browser.ts';
import { removeDirectory, type Stack, startStack, stopAll, until } from './stack.ts';

/** The stack tells of itself: into its own store, out of its API, onto its page. */

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([
    startStack({ env: { NUNCHI_SELF_TELEMETRY_SECONDS: '1' } }),
    launchBrowser(),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await stopAll();
  if (stack) removeDirectory(stack.dataDir);
});

interface Counted {
  readonly total: number;
  readonly signal: string;
  readonly reason: string;
}
interface Pipeline {
  readonly verdict: { readonly state: string; readonly words: string };
  readonly processes: readonly { readonly process: string }[];
  readonly received: { readonly refused: readonly Counted[]; readonly repeated: Counted };
  readonly decoded: {
    readonly accepted: readonly Counted[];
    readonly own: Counted;
    readonly rejected: readonly Counted[];
  };
}

async function send(body: string): Promise<number> {
  const response = await fetch(`${stack.collectorUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await response.text();
  return response.status;
}

const now = `${Date.now()}000000`;
const span = (traceId: string) => ({
  traceId,
  spanId: 'eee19b7ec3c1b174',
  name: 'GET /hello',
  startTimeUnixNano: now,
  endTimeUnixNano: now,
});
const WITHOUT_ID = 'span without a valid trace id';

it('what the stack tells of itself is nobody’s data: the first run waits for that of a user', async () => {
  await until(async () => {
    const { processes } = await ask<Pipeline>(stack.queryUrl, '/pipeline');
    return processes.length === 3;
  });
  expect(await ask(stack.queryUrl, '/services')).toMatchObject({ services: [] });
  expect(await ask(stack.queryUrl, '/service-map')).toMatchObject({ nodes: [], edges: [] });
});

it('tells what was taken, rejected, refused and repeated, on the page too', async () => {
  const spans = [span('5b8efff798038103d269b633813fc60c'), span(''), span('')];
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  expect([await send(body), await send(body), await send('{')]).toEqual([200, 200, 400]);

  await until(async () => {
    const { received } = await ask<Pipeline>(stack.queryUrl, '/pipeline');
    return received.refused.length > 0;
  });
  const told = await ask<Pipeline>(stack.queryUrl, '/pipeline');
  expect(told.verdict.state).toBe('degraded');
  expect(told.received.repeated.total).toBe(1);
  expect(told.received.refused).toMatchObject([{ signal: 'traces', total: 1 }]);
  // The repetition is answered as the first was; its span is not taken again.
  expect(told.decoded.accepted.map(({ total }) => total)).toEqual([1, 0, 0]);
  expect(told.decoded.rejected).toMatchObject([{ signal: 'traces', reason: WITHOUT_ID }]);
  expect(told.decoded.own.total).toBeGreaterThan(100);

  await onPage(browser, 'pipeline', {}, async (page) => {
    await page.goto(`${stack.queryUrl}/pipeline`);
    await page.getByRole('heading', { name: /^Degraded: / }).waitFor();
    const way = page.getByRole('list', { name: 'The way of the data' });
    await way.getByText('1 request refused').waitFor();
    await way.getByText('1 request repeated').waitFor();
    await way.getByText(WITHOUT_ID, { exact: false }).waitFor();
    await page.getByRole('figure', { name: 'Memory' }).getByText('control-loop').waitFor();
  });
});
