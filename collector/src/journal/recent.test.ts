import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecentRequests } from './recent.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nunchi-recent-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const hash = (n: number): Buffer => createHash('md5').update(String(n)).digest();

describe('RecentRequests', () => {
  it('knows again what was added, also after a restart when it was persisted', async () => {
    const first = new RecentRequests(directory);
    first.add(hash(1));
    first.add(hash(2));
    await first.persist([hash(1)]);
    expect([first.has(hash(1)), first.has(hash(2)), first.has(hash(3))]).toEqual([
      true,
      true,
      false,
    ]);

    const second = new RecentRequests(directory);
    await second.load();
    expect([second.has(hash(1)), second.has(hash(2))]).toEqual([true, false]);
  });

  it('forgets the oldest, in memory and on disk, and never the last generation', async () => {
    const recent = new RecentRequests(directory, 100);
    for (let n = 0; n < 1000; n++) {
      recent.add(hash(n));
      await recent.persist([hash(n)]);
      expect(recent.has(hash(n))).toBe(true);
      if (n >= 100) expect(recent.has(hash(n - 100))).toBe(true);
    }
    expect(recent.size).toBeLessThanOrEqual(200);
    expect(readdirSync(directory).length).toBeLessThanOrEqual(3);

    const again = new RecentRequests(directory, 100);
    await again.load();
    for (let n = 900; n < 1000; n++) expect(again.has(hash(n))).toBe(true);
  });

  it('writes on where the last whole hash ends', async () => {
    const first = new RecentRequests(directory);
    await first.persist([hash(1)]);
    appendFileSync(join(directory, '0000000001.hashes'), 'cut');
    await first.persist([hash(2)]);

    const second = new RecentRequests(directory);
    await second.load();
    expect([1, 2].map((n) => second.has(hash(n)))).toEqual([true, true]);
  });

  it('loses none of those that are written down at the same time', async () => {
    const first = new RecentRequests(directory, 3);
    const paths = [1, 2].map((n) => join(directory, `segment ${n}`));
    await Promise.all([
      first.persist([hash(1), hash(2)]),
      first.persist([hash(3)]),
      first.persistInPlace([hash(4)], paths[0] as string),
      first.persist([hash(5)]),
      first.persistInPlace([hash(6)], paths[1] as string),
    ]);
    expect(readdirSync(directory).length).toBe(3);

    const second = new RecentRequests(directory);
    await second.load();
    expect([1, 2, 3, 4, 5, 6].map((n) => second.has(hash(n)))).not.toContain(false);
  });

  it('makes the list of hashes of a file that is not needed any more', async () => {
    const path = join(directory, 'segment');
    writeFileSync(path, Buffer.alloc(1_000, 1));
    const first = new RecentRequests(directory);
    await first.persist([hash(1)]);
    await first.persistInPlace([hash(2), hash(3)], path);
    await first.persist([hash(4)]);

    expect(readdirSync(directory).toSorted()).toEqual(['0000000001.hashes', '0000000002.hashes']);
    const second = new RecentRequests(directory);
    await second.load();
    expect([second.size, ...[1, 2, 3, 4].map((n) => second.has(hash(n)))]).toEqual([
      4,
      true,
      true,
      true,
      true,
    ]);
  });
});
