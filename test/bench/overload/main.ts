// What a collector does that is offered ten times of what it, or its store, can take.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Goal, printGoals } from '../ingest/report.ts';
import { type Load, percentile, type Tally } from './load.ts';
import type { Loaded, LoadTask } from './loader.ts';
import { startRig } from './rig.ts';
import type { Witnessed } from './witness.ts';

const SPANS = 500;
const TIMES = 10;
const MEBIBYTE = 1024 * 1024;
const MANY_SENDERS = 800;
const FEW_SENDERS = 8;
/** Its first second, in which queue and journal fill, is a small part of it. */
const OVERLOAD_SECONDS = 45;

const directory = mkdtempSync(join(tmpdir(), 'nunchi-overload-'));
const rig = await startRig(directory, { NUNCHI_COLLECTOR_MAX_JOURNAL_MB: '32' });
const witness = fork(join(import.meta.dirname, 'witness.ts'), [String(rig.port)], { execArgv: [] });
const loader = fork(join(import.meta.dirname, 'loader.ts'), [], { execArgv: [] });
let peakBytes = 0;
let watching = true;
const watch = (async () => {
  while (watching) {
    peakBytes = Math.max(peakBytes, await rig.metric('process_resident_memory_bytes'));
    await pause(200);
  }
})();

try {
  console.log(`requests of ${SPANS} spans, gzip; one collector\n`);
  const full = await phase('as fast as it goes', {
    rate: Number.POSITIVE_INFINITY,
    senders: FEW_SENDERS,
    seconds: 6,
  });
  const sustainable = full.tally.accepted / full.tally.seconds;
  const usual = { p50: percentile(full.beside, 0.5), p99: percentile(full.beside, 0.99) };

  console.log(`\nThe processor is the limit: ${Math.round(sustainable)} requests/s`);
  const busy = await cycle(sustainable, () => undefined);

  console.log('\nThe store is the limit: a tenth of that');
  const blockBytes = SPANS * 150; // of a request, in columns
  const slow = await cycle(sustainable / TIMES, (limited) => {
    rig.store.bytesPerSecond = limited
      ? (sustainable / TIMES) * blockBytes
      : Number.POSITIVE_INFINITY;
  });
  console.log();

  const goals = [
    { name: 'busy processor', ...busy },
    { name: 'slow store', ...slow },
  ].flatMap(({ name, over, normalAfterSeconds }): Goal[] => [
    // Against the full rate without overload: the processor is as busy then.
    {
      name: `${name}: a client beside it, p50 to the usual`,
      measured: percentile(over.beside, 0.5) / usual.p50,
      unit: '×',
      atMost: 2,
    },
    {
      name: `${name}: a client beside it, p99 to the usual`,
      measured: percentile(over.beside, 0.99) / usual.p99,
      unit: '×',
      atMost: 2,
    },
    { name: `${name}: peak memory`, measured: over.peakMegabytes, unit: 'MB', atMost: 400 },
    { name: `${name}: normal again after`, measured: normalAfterSeconds, unit: 's', atMost: 10 },
    {
      name: `${name}: neither taken nor refused`,
      measured: over.tally.failed,
      unit: '',
      atMost: 0,
    },
  ]);
  const retries = slow.over.tally.retryAfter.map(({ seconds }) => seconds);
  const reached = printGoals([
    ...goals,
    {
      name: 'busy processor: acknowledged, to the most there can be',
      measured: busy.over.tally.accepted / busy.over.tally.seconds / sustainable,
      unit: '×',
      atLeast: 0.8,
    },
    {
      name: 'slow store: Retry-After at the end, to the first',
      measured: (retries.at(-1) ?? 0) / (retries[0] ?? 1),
      unit: '×',
      atLeast: 3,
    },
  ]);
  process.exitCode = reached ? 0 : 1;
} finally {
  watching = false;
  witness.kill();
  loader.kill();
  await watch;
  await rig.stop();
  rmSync(directory, { recursive: true, force: true });
}

interface Phase {
  readonly tally: Tally;
  /** Latencies of the client in the other process, in milliseconds, sorted. */
  readonly beside: readonly number[];
  readonly peakMegabytes: number;
}

interface Cycle {
  readonly over: Phase;
  readonly normalAfterSeconds: number;
}

/** Half of the rate → ten times the rate → half of it again, until all is as before. */
async function cycle(rate: number, limit: (on: boolean) => void): Promise<Cycle> {
  const half: Load = { rate: rate / 2, senders: FEW_SENDERS * 4, seconds: 6 };
  const before = await phase('before: half of it', half);
  limit(true);
  const over = await phase(`${TIMES} times as much`, {
    rate: rate * TIMES,
    senders: MANY_SENDERS,
    seconds: OVERLOAD_SECONDS,
  });
  limit(false);
  const usual = 2 * percentile(before.tally.latencies, 0.99);
  const since = performance.now();
  let normalAfterSeconds = 0;
  for (let normal = false; !normal && normalAfterSeconds < 60;) {
    const second = await run({ ...half, seconds: 1 });
    normal = second.refused === 0 && percentile(second.latencies, 0.99) <= usual;
    normalAfterSeconds = (performance.now() - since) / 1_000;
  }
  console.log(
    `  normal again (none refused, p99 at most twice) within ${normalAfterSeconds.toFixed(1)} s`,
  );
  await phase('after: half of it', half);
  return { over, normalAfterSeconds };
}

async function phase(name: string, load: Load): Promise<Phase> {
  peakBytes = 0;
  await witnessed();
  const tally = await run(load);
  const { latencies: beside, refused: turnedAway } = await witnessed();
  const peakMegabytes = Math.round(peakBytes / MEBIBYTE);
  const perSecond = (count: number): string => `${Math.round(count / tally.seconds)}/s`;
  const { latencies, offered, accepted, refused, failed } = tally;
  const [p50, p99] = [0.5, 0.99].map((share) => percentile(latencies, share).toFixed(1));
  console.log(
    `  ${name.padEnd(20)} offered ${perSecond(offered)}, acknowledged ${perSecond(accepted)}` +
      ` (p50 ${p50} ms, p99 ${p99} ms), refused ${perSecond(refused)}, failed ${failed},` +
      ` peak memory ${peakMegabytes} MB`,
  );
  const [usual, slow] = [0.5, 0.99].map((share) => percentile(beside, share).toFixed(1));
  console.log(
    `  ${''.padEnd(20)} a client beside it: acknowledged ${beside.length} (p50 ${usual} ms, p99 ${slow} ms),` +
      ` refused ${turnedAway}`,
  );
  if (refused > 0) console.log(`  ${''.padEnd(20)} Retry-After: ${retryAfter(tally)}`);
  return { tally, beside, peakMegabytes };
}

async function run({ rate, ...load }: Load): Promise<Tally> {
  const task: LoadTask = {
    port: rig.port,
    spans: SPANS,
    load: { ...load, rate: Number.isFinite(rate) ? rate : null },
  };
  loader.send(task);
  const [{ tally }] = (await once(loader, 'message')) as [Loaded];
  return tally;
}

/** What the client in the other process saw since the last time. */
async function witnessed(): Promise<Witnessed> {
  witness.send({});
  const [message] = (await once(witness, 'message')) as [Witnessed];
  return message;
}

/** The largest of each second. */
function retryAfter({ retryAfter: seen }: Tally): string {
  const bySecond = new Map<number, number>();
  for (const { atSeconds, seconds } of seen) {
    const second = Math.floor(atSeconds);
    bySecond.set(second, Math.max(bySecond.get(second) ?? 0, seconds));
  }
  return [...bySecond].map(([at, seconds]) => `${seconds} s at ${at} s`).join(', ');
}
