import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** A process with a heap of 64 MB that leaks a gigabyte a second, and then is told to stop. */
const SOURCE = `
  import { setTimeout as pause } from 'node:timers/promises';
  import { createLeak } from ${JSON.stringify(join(import.meta.dirname, 'leak.ts'))};
  const heapMb = () => {
    gc();
    return Math.round(process.memoryUsage().heapUsed / 1024 / 1024);
  };
  const leak = createLeak({ everyMs: 5 });
  const before = heapMb();
  leak.set(1000);
  let full = -1;
  while (leak.leakedMb() > full || full === 0) {
    full = leak.leakedMb();
    await pause(100);
  }
  const most = heapMb();
  leak.set(0);
  console.log(JSON.stringify({ before, full, most, after: heapMb(), left: leak.leakedMb() }));`;

it('fills the heap to a part of its limit, stays there alive, and gives all back', () => {
  const options = ['--expose-gc', '--max-semi-space-size=1', '--max-old-space-size=64'];
  const child = spawnSync(
    process.execPath,
    [...options, '--input-type=module-typescript', '--eval', SOURCE],
    { encoding: 'utf8' },
  );
  expect(child.signal, child.stderr).toBeNull();
  const { before, full, most, after, left } = JSON.parse(child.stdout) as Record<string, number>;
  expect(full).toBeGreaterThan(20);
  expect(most).toBeGreaterThan(before! + 0.8 * full!);
  expect(most).toBeLessThan(60);
  expect(after).toBeLessThan(before! + 5);
  expect(left).toBe(0);
});
