// What a collector does that is offered ten times of what it, or its store, can take.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Load, percentile, type Tally } from './load.ts';
import type { Loaded, LoadTask } from './loader.ts';
import { startRig } from './rig.ts';
import type { Witnessed } from './witness.ts';

const SPANS = 500;
const TIMES = 10;
const MEBIBYTE = 1024 * 1024;
const MANY_SENDERS = 800;
const FEW_SENDERS = 8;

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
  const most = await phase('as fast as it goes', {
    rate: Number.POSITIVE_INFINITY,
    senders: FEW_SENDERS,
    seconds: 6,
  });
  const sustainable = most.accepted / most.seconds;

  console.log(`\nThe processor is the limit: ${Math.round(sustainable)} requests/s`);
  await cycle(sustainable, () => undefined);

  console.log('\nThe store is the limit: a tenth of that');
  const blockBytes = SPANS * 150; // of a request, in columns
  await cycle(sustainable / TIMES, (limited) => {
    rig.store.bytesPerSecond = limited
      ? (sustainable / TIMES) * blockBytes
      : Number.POSITIVE_INFINITY;
  });
} finally {
  watching = false;
  witness.kill();
  loader.kill();
  await watch;
  await rig.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** Half of the rate → ten times the rate → half of it again, until all is as before. */
async function cycle(rate: number, limit: (on: boolean) => void): Promise<void> {
  const half: Load = { rate: rate / 2, senders: FEW_SENDERS * 4, seconds: 6 };
  const before = await phase('before: half of it', half);
  limit(true);
  await phase(`${TIMES} times as much`, { rate: rate * TIMES, senders: MANY_SENDERS, seconds: 20 });
  limit(false);
  const usual = 2 * percentile(before.latencies, 0.99);
  const since = performance.now();
  for (;;) {
    const second = await run({ ...half, seconds: 1 });
    const normal = second.refused === 0 && percentile(second.latencies, 0.99) <= usual;
    const passed = (performance.now() - since) / 1_000;
    if (!normal && passed < 60) continue;
    console.log(`  normal again (none refused, p99 at most twice) within ${passed.toFixed(1)} s`);
    break;
  }
  await phase('after: half of it', half);
}

async function phase(name: string, load: Load): Promise<Tally> {
  peakBytes = 0;
  await witnessed();
  const tally = await run(load);
  const { latencies: seen, refused: turnedAway } = await witnessed();
  const perSecond = (count: number): string => `${Math.round(count / tally.seconds)}/s`;
  const { latencies, offered, accepted, refused, failed } = tally;
  const [p50, p99] = [0.5, 0.99].map((share) => percentile(latencies, share).toFixed(1));
  console.log(
    `  ${name.padEnd(20)} offered ${perSecond(offered)}, acknowledged ${perSecond(accepted)}` +
      ` (p50 ${p50} ms, p99 ${p99} ms), refused ${perSecond(refused)}, failed ${failed},` +
      ` peak memory ${Math.round(peakBytes / MEBIBYTE)} MB`,
  );
  const [usual, slow] = [0.5, 0.99].map((share) => percentile(seen, share).toFixed(1));
  console.log(
    `  ${''.padEnd(20)} a client beside it: acknowledged ${seen.length} (p50 ${usual} ms, p99 ${slow} ms),` +
      ` refused ${turnedAway}`,
  );
  if (refused > 0) console.log(`  ${''.padEnd(20)} Retry-After: ${retryAfter(tally)}`);
  return tally;
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
