// `npm run bench agent`: what the agent costs a Fastify service, beside the same service without
// anything and under stock OpenTelemetry, in turns on the same machine.
// `-- --rounds 3` for fewer turns.
import { parseArgs } from 'node:util';
import { freePort } from '../../../store/testing/engine.ts';
import { type Measured, spawn } from '../ingest/processes.ts';
import { printGoals, printTable } from '../ingest/report.ts';
import type { LoadDone, LoadTask } from './load.ts';
import { AGENT_WAY, BARE, NO_CHASSIS, STOCK, type Way, waysTo } from './ways.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const ROUNDS = Number(values.rounds);
const WARM_UP_SECONDS = 3;
const FULL_SECONDS = 5;
const STEADY_SECONDS = 10;
/** Of what the slower of the instrumented ways can do: none of them queues. */
const STEADY_SHARE = 0.5;
const STARTS = 3;

/** What one turn of one way came to. */
interface Turn {
  readonly startMs: number;
  readonly perSecond: number;
  /** CPU of the service's process for a thousand requests, in milliseconds. */
  readonly cpuMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly megabytes: number;
  readonly failed: number;
  /** Telemetry for a request, in bytes. */
  readonly sentBytes: number;
}

const otherSide = await spawnOtherSide();
const load = await spawn({ script: 'test/bench/agent/load.ts' });
const ways = waysTo(otherSide.url);
const turns = new Map(ways.map(({ name }) => [name, [] as Turn[]]));
let steadyRate = 0;
try {
  for (let round = 0; round < ROUNDS; round++) {
    // In another order each time: what the machine does meanwhile falls on all.
    for (let at = 0; at < ways.length; at++) {
      const way = ways[(at + round) % ways.length] as Way;
      turns.get(way.name)?.push(await turn(way));
    }
  }
} finally {
  await load.stop();
  await otherSide.process.stop();
}
process.exitCode = print() ? 0 : 1;

async function spawnOtherSide(): Promise<{ process: Measured; url: string }> {
  const port = await freePort();
  const process = await spawn({
    script: 'test/bench/agent/other-side.ts',
    env: { PORT: String(port) },
  });
  return { process, url: `http://127.0.0.1:${port}` };
}

async function turn(way: Way): Promise<Turn> {
  const starts: number[] = [];
  for (let n = 1; n < STARTS; n++) {
    const { service, startMs } = await startService(way);
    starts.push(startMs);
    await service.stop();
  }
  const { service, startMs, url } = await startService(way);
  starts.push(startMs);
  try {
    steadyRate ||= await slowest();
    await ask({ url, seconds: WARM_UP_SECONDS, rate: null });
    await received();
    const before = service.cpu();
    const full = await ask({ url, seconds: FULL_SECONDS, rate: null });
    const cpuMs = ((service.cpu() - before) / full.requests) * 1e6;
    const bytes = await received();
    const steady = await ask({ url, seconds: STEADY_SECONDS, rate: steadyRate });
    return {
      startMs: median(starts),
      perSecond: full.requests / full.seconds,
      cpuMs,
      p50Ms: steady.p50Ms,
      p99Ms: steady.p99Ms,
      megabytes: service.residentBytes() / 1e6,
      failed: full.failed + steady.failed,
      sentBytes: bytes / full.requests,
    };
  } finally {
    await service.stop();
  }
}

/** The rate at which latencies are compared. */
async function slowest(): Promise<number> {
  const rates: number[] = [];
  for (const way of ways.filter(({ name }) => name !== BARE)) {
    const { service, url } = await startService(way);
    await ask({ url, seconds: WARM_UP_SECONDS, rate: null });
    const { requests, seconds } = await ask({ url, seconds: 2, rate: null });
    rates.push(requests / seconds);
    await service.stop();
  }
  return Math.round(Math.min(...rates) * STEADY_SHARE);
}

/** `startMs`: until the first answer. */
async function startService({ nodeOptions, env }: Way) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const from = performance.now();
  const service = await spawn({
    script: 'test/bench/agent/service.cjs',
    env: { ...env, PORT: String(port), PEER_URL: otherSide.url },
    nodeOptions,
  });
  await (await fetch(`${url}/items/1`)).text();
  return { service, url, startMs: performance.now() - from };
}

async function ask(task: LoadTask): Promise<LoadDone> {
  load.send(task);
  return (await load.answer<{ done: LoadDone }>('done')).done;
}

/** Bytes of telemetry since the last time. */
async function received(): Promise<number> {
  otherSide.process.send({});
  return (await otherSide.process.answer<{ received: number }>('received')).received;
}

function print(): boolean {
  const of = (name: string, figure: keyof Turn) =>
    median((turns.get(name) ?? []).map((each) => each[figure]));
  console.log(`\nmedians of ${ROUNDS} turns; latencies at ${steadyRate} requests/s\n`);
  printTable(
    [
      '',
      'requests/s',
      'CPU ms / 1000',
      'p50 ms',
      'p99 ms',
      'first answer ms',
      'resident MB',
      'sent B',
    ],
    ways.map(({ name }) => [
      name,
      of(name, 'perSecond').toFixed(0),
      of(name, 'cpuMs').toFixed(0),
      of(name, 'p50Ms').toFixed(2),
      of(name, 'p99Ms').toFixed(2),
      of(name, 'startMs').toFixed(0),
      of(name, 'megabytes').toFixed(0),
      of(name, 'sentBytes').toFixed(0),
    ]),
  );
  const toStock = (name: string, figure: keyof Turn) => of(name, figure) / of(STOCK, figure);
  return printGoals([
    ...[AGENT_WAY, NO_CHASSIS].flatMap((name) => [
      { name: `${name}: throughput`, measured: toStock(name, 'perSecond'), unit: '×', atLeast: 1 },
      { name: `${name}: p99`, measured: toStock(name, 'p99Ms'), unit: '×', atMost: 1 },
      { name: `${name}: start-up`, measured: toStock(name, 'startMs'), unit: '×', atMost: 1.2 },
      { name: `${name}: memory`, measured: toStock(name, 'megabytes'), unit: '×', atMost: 1.2 },
    ]),
    {
      name: 'requests that failed',
      measured: [...turns.values()].flat().reduce((sum, { failed }) => sum + failed, 0),
      unit: '',
      atMost: 0,
    },
  ]);
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle] ?? Number.NaN;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
