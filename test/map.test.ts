import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, onPage } from './browser.ts';
import { CONNECTIONS, manyServices, SERVICES } from './many-services.ts';
import { replay } from './replay.ts';
import { removeDirectory, type Stack, startStack, stopAll } from './stack.ts';
import { untilDrained } from './stored.ts';

// The map of a system with 42 services: some of its minutes are summed up already, the newest are
// not yet; both have to be on it.

const TRACES = 40;
let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  const requests = manyServices({ traces: TRACES, endMs: Date.now(), spanMs: 240_000 });
  await replay(stack.collectorUrl, requests);
  await untilDrained(stack.collectorUrl);
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  await stopAll();
  if (stack) removeDirectory(stack.dataDir);
});

/** `from to` of each row of the table, and how many requests there were. */
const connections = async (page: Page): Promise<string[]> => {
  const rows = page.getByRole('table', { name: 'Connections' }).locator('tbody tr');
  await rows.nth(CONNECTIONS.length - 1).waitFor();
  const texts = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td')].slice(0, 2).map((cell) => cell.textContent)),
  );
  return texts.map((cells) => cells.join(' ')).toSorted();
};

it('all services are on it, and nothing is connected that is not', async () => {
  await onPage(browser, 'map-many', { colorScheme: 'dark' }, async (page) => {
    await page.goto(`${stack.queryUrl}/map?from=now-15m`);
    const map = page.getByRole('group', { name: 'Map of services' });
    await map.getByRole('button', { name: /^service-41\W/ }).waitFor();
    const nodes = await map.getByRole('button', { name: /^service-\d\d\W/ }).count();
    expect(nodes).toBe(SERVICES.length);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''))).toEqual([]);

    await page.getByText('Table', { exact: true }).click();
    expect(await connections(page)).toEqual(CONNECTIONS);
  });
});

it('each connection has every call, minutes that are summed up and others together', async () => {
  type Map = { edges: { source: string; target: string; requests: number; errors: number }[] };
  const url = `${stack.queryUrl}/api/v1/service-map?from=now-15m`;
  const map = (await (await fetch(url)).json()) as Map;
  expect(new Set(map.edges.map(({ requests }) => requests))).toEqual(new Set([TRACES]));
  expect(map.edges).toHaveLength(CONNECTIONS.length);
});
