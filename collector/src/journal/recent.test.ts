import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
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
});
