import type { Browser, CDPSession, Page } from 'playwright-core';

/** What opening the page took, until its first rows could be seen. */
export interface Opened {
  /** From the start of the navigation. */
  readonly ms: number;
  /** Bytes of the API's answer with the trace. */
  readonly answerBytes: number;
  /** Milliseconds from the request to the last byte of the answer. */
  readonly answerMs: number;
  /** Seconds of CPU of the page's main thread, until nothing was left to do. */
  readonly cpu: number;
}

/** What scrolling took. */
export interface Scrolled {
  readonly frames: number;
  readonly longestMs: number;
  readonly over50Ms: number;
  /** Seconds of CPU of the page's main thread. */
  readonly cpu: number;
}

// What runs in the page is text: nothing else here knows a document.

/** Notes when the first row has been painted. */
const NOTE_FIRST_ROW = `
  const look = () => {
    if (document.querySelector('[role=treegrid] [role=row]') === null) requestAnimationFrame(look);
    // The frame that paints it has ended when the next task runs.
    else setTimeout(() => (document.documentElement.dataset.firstRowMs = performance.now()));
  };
  requestAnimationFrame(look);`;

const SEEN = `(() => {
  const answers = performance.getEntriesByType('resource');
  const answer = answers.find(({ name }) => /\\/traces\\/[0-9a-f]{32}$/.test(name));
  return {
    ms: Number(document.documentElement.dataset.firstRowMs),
    answerBytes: answer.decodedBodySize,
    answerMs: answer.duration,
  };
})()`;

/** Half a screen of rows with each frame, for so many frames; answers when they were. */
const scrollFor = (frames: number): string => `(async () => {
  const scroller = document.querySelector('[role=treegrid]').parentElement;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const seen = [await frame()];
  while (seen.length <= ${frames}) {
    scroller.scrollTop += scroller.clientHeight / 2;
    seen.push(await frame());
  }
  return seen;
})()`;

/** Opens a trace in a browser that has nothing of it yet, and scrolls for so many frames. */
export async function visit(
  browser: Browser,
  url: string,
  frames: number,
): Promise<{ opened: Opened; scrolled: Scrolled }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(NOTE_FIRST_ROW);
    const session = await context.newCDPSession(page);
    // CPU of the thread and not time: what else the machine does is not counted.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator('html[data-first-row-ms]').waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    const opened = await openedOf(page, session);
    return { opened, scrolled: await scrolledOf(page, session, frames) };
  } finally {
    await context.close();
  }
}

async function openedOf(page: Page, session: CDPSession): Promise<Opened> {
  const seen = await page.evaluate<Pick<Opened, 'ms' | 'answerBytes' | 'answerMs'>>(SEEN);
  return { ...seen, cpu: await cpuOf(session) };
}

async function scrolledOf(page: Page, session: CDPSession, count: number): Promise<Scrolled> {
  const before = await cpuOf(session);
  const times = await page.evaluate<number[]>(scrollFor(count));
  const lengths = times.slice(1).map((time, at) => time - (times[at] as number));
  return {
    frames: lengths.length,
    longestMs: Math.max(...lengths),
    over50Ms: lengths.filter((length) => length > 50).length,
    cpu: (await cpuOf(session)) - before,
  };
}

async function cpuOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}
