import { afterAll, beforeAll, expect, it } from 'vitest';
import { run, type Tally } from './bench/overload/load.ts';
import { spansMessage } from './bench/overload/message.ts';
import { type Rig, startRig } from './bench/overload/rig.ts';
import { Template } from './bench/overload/senders.ts';
import { removeDirectory, temporaryDirectory } from './stack.ts';

const MEBIBYTE = 1024 * 1024;
const MOST_MEMORY = 400 * MEBIBYTE;
const directory = temporaryDirectory();
const template = new Template(spansMessage(500));
let rig: Rig;

beforeAll(async () => {
  rig = await startRig(directory, { NUNCHI_COLLECTOR_MAX_JOURNAL_MB: '32' });
});

afterAll(async () => {
  await rig?.stop();
  removeDirectory(directory);
});

const memory = () => rig.metric('process_resident_memory_bytes');

/** One client that waits for its answers: it is never refused. */
const quiet = (requests: number): Promise<Tally> =>
  run(rig.port, template, {
    rate: Number.POSITIVE_INFINITY,
    senders: 1,
    seconds: 20,
    until: ({ offered }) => offered >= requests,
  });

/** Clients that send again at once, whatever the answer says. */
const flood = (senders: number, until: (soFar: Tally) => boolean): Promise<Tally> =>
  run(rig.port, template, { rate: Number.POSITIVE_INFINITY, senders, seconds: 20, until });

const refusedAs = (reason: string): Promise<number> =>
  rig.metric(`nunchi_collector_refused_requests_total{signal="traces",reason="${reason}"}`);

/** By how many seconds the longest Retry-After is longer than the first. */
const growth = ({ retryAfter }: Tally): number =>
  retryAfter.reduce((most, { seconds }) => Math.max(most, seconds), 0) -
  (retryAfter[0]?.seconds ?? 0);

it('more than the processor can do is refused in part; then all is as before', async () => {
  const { accepted, refused, failed, retryAfter } = await flood(
    128,
    (soFar) => soFar.refused >= 200 && soFar.accepted >= 50,
  );
  expect(accepted).toBeGreaterThanOrEqual(50);
  expect(await refusedAs('overloaded')).toBeGreaterThanOrEqual(refused);
  expect(failed).toBe(0);
  expect(retryAfter.every(({ seconds }) => seconds >= 1 && seconds <= 30)).toBe(true);
  expect(await memory()).toBeLessThan(MOST_MEMORY);
  await expect.poll(async () => (await quiet(10)).refused, { timeout: 20_000 }).toBe(0);
});

it('a slow store: the journal fills, Retry-After grows, and all is normal when the store is', async () => {
  rig.store.bytesPerSecond = 1_000;
  const tally = await flood(4, (soFar) => growth(soFar) >= 2);
  expect(tally.failed).toBe(0);
  expect(growth(tally)).toBeGreaterThanOrEqual(2);
  expect(await memory()).toBeLessThan(MOST_MEMORY);
  expect(await refusedAs('journal_full')).toBeGreaterThan(0);

  rig.store.bytesPerSecond = Number.POSITIVE_INFINITY;
  await expect.poll(async () => (await quiet(10)).refused, { timeout: 20_000 }).toBe(0);
  await expect
    .poll(() => rig.metric('nunchi_collector_journal_bytes'), { timeout: 20_000 })
    .toBe(0);
});
