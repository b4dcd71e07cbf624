// `npm run bench trace-page`: how long a large trace takes to open, and whether it scrolls smoothly.
// `-- --spans 50000` for a larger one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../../browser.ts';
import { replay } from '../../replay.ts';
import { drained } from '../ingest/processes.ts';
import { printGoals, printTable } from '../ingest/report.ts';
import { startQueryStack } from '../query/stack.ts';
import { type Opened, type Scrolled, visit } from './page.ts';
import { madeTrace } from './trace.ts';

const { values } = parseArgs({ options: { spans: { type: 'string', default: '10000' } } });
const SPANS = Number(values.spans);
const FEW_SPANS = 10;
const VISITS = 3;
const FRAMES = 300;

interface Visit {
  readonly opened: Opened;
  readonly scrolled: Scrolled;
  /** Seconds of CPU of the query API for the trace alone. */
  readonly apiCpu: number;
  /** Seconds of CPU of the page for a trace of few spans: what the application costs by itself. */
  readonly leastCpu: number;
}

const dataDir = mkdtempSync(join(tmpdir(), 'nunchi-bench-trace-page-'));
const stack = await startQueryStack(dataDir);
const browser = await launchBrowser();
try {
  const startMs = Date.now() - 60_000;
  const [large, small] = [madeTrace(SPANS, startMs), madeTrace(FEW_SPANS, startMs)];
  const collector = await stack.startCollector();
  await replay(collector.url, [...large.requests, ...small.requests]);
  await drained(collector.url);
  await collector.process.stop();

  const visits: Visit[] = [];
  for (let i = 0; i < VISITS; i++) {
    const apiCpu = await answer(large.traceId);
    const least = await visit(browser, `${stack.apiUrl}/traces/${small.traceId}`, 0);
    const seen = await visit(browser, `${stack.apiUrl}/traces/${large.traceId}`, FRAMES);
    visits.push({ ...seen, apiCpu, leastCpu: least.opened.cpu });
  }
  print(visits);
  process.exitCode = reached(visits) ? 0 : 1;
} finally {
  await browser.close();
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Seconds of CPU of the query API for its answer with this trace. */
async function answer(traceId: string): Promise<number> {
  const before = stack.api.cpu();
  const response = await fetch(`${stack.apiUrl}/api/v1/traces/${traceId}`);
  await response.arrayBuffer();
  return stack.api.cpu() - before;
}

function print(visits: readonly Visit[]): void {
  console.log(`\n${SPANS.toLocaleString('en')} spans; times in ms\n`);
  printTable(
    [
      'visit',
      'first row',
      'answer',
      'MB',
      'API CPU',
      'page CPU',
      `of it for ${FEW_SPANS}`,
      'frames',
      'longest',
      'over 50 ms',
      'CPU a frame',
    ],
    visits.map(({ opened, scrolled, apiCpu, leastCpu }, at) => [
      String(at + 1),
      opened.ms.toFixed(0),
      opened.answerMs.toFixed(0),
      (opened.answerBytes / 1e6).toFixed(1),
      (apiCpu * 1e3).toFixed(0),
      (opened.cpu * 1e3).toFixed(0),
      (leastCpu * 1e3).toFixed(0),
      String(scrolled.frames),
      scrolled.longestMs.toFixed(0),
      String(scrolled.over50Ms),
      ((scrolled.cpu * 1e3) / scrolled.frames).toFixed(1),
    ]),
  );
}

function reached(visits: readonly Visit[]): boolean {
  const median = (of: (visit: Visit) => number): number =>
    visits.map(of).toSorted((a, b) => a - b)[Math.floor(visits.length / 2)] as number;
  return printGoals([
    {
      name: 'first row in sight, of the worst visit',
      measured: Math.max(...visits.map(({ opened }) => opened.ms)) / 1e3,
      unit: 's',
      atMost: 2,
    },
    {
      name: `the page's CPU beyond that for ${FEW_SPANS} spans`,
      measured: median(({ opened, leastCpu }) => opened.cpu - leastCpu),
      unit: 's',
      atMost: 0.4,
    },
    { name: "the API's CPU", measured: median(({ apiCpu }) => apiCpu), unit: 's', atMost: 0.4 },
    {
      name: 'frames over 50 ms while scrolling',
      measured: median(({ scrolled }) => scrolled.over50Ms / scrolled.frames) * 100,
      unit: '%',
      atMost: 1,
    },
    {
      name: "the page's CPU for a frame of scrolling",
      measured: median(({ scrolled }) => (scrolled.cpu * 1e3) / scrolled.frames),
      unit: 'ms',
      atMost: 16,
    },
  ]);
}
