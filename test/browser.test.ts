import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, onPage } from './browser.ts';
import { replay } from './replay.ts';
import { removeDirectory, type Stack, startStack, stopAll } from './stack.ts';
import { untilDrained } from './stored.ts';
import { createTelemetry, type Order } from './telemetry.ts';

const telemetry = createTelemetry({ seed: 3, orders: 60, endMs: Date.now() });
const failed = telemetry.orders.findLast((order) => order.failed) as Order;
let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await stack.stop();
  await stopAll();
  removeDirectory(stack.dataDir);
});

const visible = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByText(text).first().waitFor();

const onMap = (page: Page, service: string) =>
  page
    .getByRole('group', { name: 'Map of services' })
    .getByRole('button', { name: new RegExp(`^${service}\\W+service`) });

const table = (page: Page, name: string) => page.getByRole('table', { name });

it('first run: waits for data, and moves on to the map when it arrives', async () => {
  await onPage(browser, 'first-run', {}, async (page) => {
    await page.goto(stack.queryUrl);
    await visible(page, 'Waiting for the first record');
    await visible(page, /curl .*\/v1\/traces/);
    await replay(stack.collectorUrl, telemetry.requests);
    await visible(page, 'Data is arriving');
    await page.waitForURL('**/map**');
    for (const service of ['gateway', 'checkout', 'payment', 'mailer']) {
      await onMap(page, service).waitFor();
    }
  });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  const background = { light: (sum: number) => sum > 600, dark: (sum: number) => sum < 200 };

  it('map → a service by keyboard → its connections as a table → its traces', async () => {
    await untilDrained(stack.collectorUrl);
    await onPage(browser, `map-${colorScheme}`, { colorScheme }, async (page) => {
      await page.goto(stack.queryUrl);
      await onMap(page, 'checkout').focus();
      await page.keyboard.press('Enter');
      const details = page.getByRole('complementary', { name: 'Details' });
      await details.getByRole('button', { name: 'payment', exact: true }).waitFor();
      await page.getByText('Table', { exact: true }).click();
      await table(page, 'Connections')
        .getByRole('row', { name: /checkout payment/ })
        .waitFor();
      await details.getByRole('link', { name: 'Traces' }).click();
      await page.getByRole('heading', { name: 'Traces' }).waitFor();
      await page.waitForURL(/\/traces\?(.*&)?q=service:checkout/);
    });
  });

  it('services → one → its traces → a trace → its logs → correlation → its other trace', async () => {
    await untilDrained(stack.collectorUrl);
    await onPage(browser, `journey-${colorScheme}`, { colorScheme }, async (page) => {
      await page.goto(`${stack.queryUrl}/services`);
      const services = table(page, 'Services');
      await services.getByRole('link', { name: 'payment', exact: true }).click();
      const shade = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      const sum = (shade.match(/\d+/g) ?? [])
        .slice(0, 3)
        .reduce((all, part) => all + Number(part), 0);
      expect(background[colorScheme](sum), shade).toBe(true);

      await page.getByRole('heading', { name: 'payment', exact: true }).waitFor();
      const more = page.getByRole('navigation', { name: 'More of payment' });
      await more.getByRole('link', { name: 'Traces' }).click();
      await page.getByRole('heading', { name: 'Traces', exact: true }).waitFor();
      await page.locator(`a[href^="/traces/${failed.traceId}"]`).click();

      await page.getByRole('heading', { name: 'POST /orders' }).waitFor();
      const spans = page.getByRole('treegrid', { name: 'Spans' });
      expect(await spans.getByRole('row').count()).toBe(5);
      await spans.getByRole('row', { name: /charge card/ }).click();
      await visible(page, 'card declined');
      await visible(page, 'CardDeclined');

      await page.getByRole('tab', { name: /^Logs/ }).click();
      const logs = table(page, 'Log records');
      await logs.getByText(/order \d+: card declined/).waitFor();
      expect(await logs.getByText(/^order \d+/).count()).toBe(2);
      await logs.getByRole('link', { name: 'Correlation' }).first().click();

      await page.getByRole('heading', { name: failed.correlationId }).waitFor();
      await visible(page, /2 traces · 3 log records · 4 services/);
      await table(page, 'Log records')
        .getByText(/^confirmation of order/)
        .waitFor();
      await table(page, 'Traces')
        .getByRole('link', { name: /process orders/ })
        .click();
      await page.getByRole('heading', { name: 'process orders' }).waitFor();
    });
  });

  it('logs, by severity → the trace of one', async () => {
    await untilDrained(stack.collectorUrl);
    await onPage(browser, `logs-${colorScheme}`, { colorScheme }, async (page) => {
      await page.goto(`${stack.queryUrl}/logs?minSeverity=17`);
      const logs = table(page, 'Log records');
      await logs
        .getByText(/card declined/)
        .first()
        .waitFor();
      expect(await logs.getByText(/confirmation of order/).count()).toBe(0);
      await logs.getByRole('link', { name: 'Trace' }).first().click();
      await page.getByRole('heading', { name: 'POST /orders' }).waitFor();
      await page.getByLabel('Span details').getByRole('heading', { name: 'charge card' }).waitFor();
    });
  });
});

it('a rectangle on the heatmap → what differs → a filter → more of it from suggestions', async () => {
  await untilDrained(stack.collectorUrl);
  await onPage(browser, 'traces', {}, async (page) => {
    await page.goto(`${stack.queryUrl}/traces?from=now-1h&to=now`);
    await page.locator('.cm-content').waitFor();
    const heatmap = page.locator('figure[aria-label="Latency over time"] canvas');
    const { x, y, width, height } = (await heatmap.boundingBox())!;
    await page.mouse.move(x + 2, y + 2);
    await page.mouse.down();
    await page.mouse.move(x + width - 2, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/selectMin=/);
    // Mails are sent at once, so none of them is among the slow.
    const differs = page.getByRole('list', { name: /^What differs/ });
    await differs.getByRole('heading', { name: 'service', exact: true }).waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await differs.getByRole('button', { name: 'Without service mailer' }).click();
    await page.waitForURL(/q=-service:mailer/);

    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type(' name:"charge');
    await page.getByRole('option', { name: /charge card/ }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=-service:mailer\+name:%22charge\+card%22/);
    await visible(page, '60 traces');
  });
});

it('what is drawn over a chart of a service stays while it is refreshed, and becomes the time', async () => {
  await untilDrained(stack.collectorUrl);
  await onPage(browser, 'chart-drag', {}, async (page) => {
    const address = `${stack.queryUrl}/services/checkout?from=now-1h&to=now&refresh=off`;
    await page.goto(address, { waitUntil: 'networkidle' });
    const chart = page.locator('figure[aria-label="Requests of checkout"]');
    await chart.locator('.u-over').hover({ position: { x: 100, y: 20 } });
    const { x, y } = (await chart.locator('.u-over').boundingBox())!;
    await page.mouse.down();
    await page.mouse.move(x + 200, y + 20, { steps: 4 });

    // The other charts are drawn anew.
    const other = 'figure[aria-label="Errors of checkout"] .u-over';
    await page.evaluate(`document.querySelector('${other}').dataset.before = ''`);
    await page.evaluate(`document.querySelector('button[aria-label="Refresh"]').click()`);
    await page.locator(`${other}[data-before]`).waitFor({ state: 'detached' });
    expect((await chart.locator('.u-select').boundingBox())?.width).toBe(100);
    await page.mouse.up();
    await page.waitForURL(/from=\d{4}-/);
  });
});

it('the page of the API opens', async () => {
  await onPage(browser, 'api-docs', {}, async (page) => {
    await page.goto(`${stack.queryUrl}/api/docs`);
    await visible(page, '/api/v1/traces/{traceId}');
  });
});
