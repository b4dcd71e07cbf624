import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { acknowledgedMore, type Scenario, underLoad } from '../scenario.ts';
import { until } from '../wait.ts';

const DISK = '4m';
const PIECE = Buffer.alloc(4_096, 1);
const STAYS_FULL_MS = 1_000;

/** Something else fills the disk of the journal; later there is room again. */
export const diskFull = (times: number): Scenario => ({
  name: `disk full while writing the journal, ${times} times`,
  run: (rig, seed) =>
    onSmallDisk(rig.journalDir, () =>
      underLoad(rig, { name: 'full', seed }, async (load) => {
        const other = join(rig.journalDir, 'of-somebody-else');
        let refused = 0;
        for (let time = 0; time < times; time++) {
          await acknowledgedMore(load, 50);
          fill(other);
          const before = load.ledger.unavailable;
          await until('requests are answered with 503', () => {
            fill(other); // what the collector gives back meanwhile
            return load.ledger.unavailable > before + 20;
          });
          await pause(STAYS_FULL_MS);
          refused += load.ledger.unavailable - before;
          rmSync(other);
          await acknowledgedMore(load, 50);
        }
        return { figures: { 'answered with 503 while it was full': refused } };
      }),
    ),
});

/** The journal itself fills its disk, because ClickHouse is away; then both are killed. */
export const diskFilled = (): Scenario => ({
  name: 'disk filled by the journal while ClickHouse is away',
  run: (rig, seed) =>
    onSmallDisk(rig.journalDir, () =>
      underLoad(rig, { name: 'filled', seed, pauseMs: 5 }, async (load) => {
        await acknowledgedMore(load, 20);
        await rig.engine.kill();
        await until('many requests are answered with 503', () => load.ledger.unavailable > 300);
        await rig.collector.kill();
        await rig.engine.start();
        await rig.collector.start();
        await acknowledgedMore(load, 100);
        return {};
      }),
    ),
});

function fill(path: string): void {
  try {
    for (;;) appendFileSync(path, PIECE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

/** Runs `work` with a disk of a few megabytes of its own at `directory`. */
async function onSmallDisk(directory: string, work: () => ReturnType<Scenario['run']>) {
  if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700 });
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', directory]);
  if (mount.status !== 0) {
    const why = mount.error?.message ?? mount.stderr.toString().trim();
    return { figures: {}, violations: [], skipped: `a small disk cannot be mounted here: ${why}` };
  }
  const unmount = () => spawnSync('umount', ['-l', directory]);
  process.once('exit', unmount);
  try {
    return await work();
  } finally {
    process.off('exit', unmount);
    unmount();
  }
}
