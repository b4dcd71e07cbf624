import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Journal } from './journal.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nunchi-journal-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const unharmed = {
  damaged: () => {
    throw new Error('nothing is damaged here');
  },
};

it('becomes smaller and remembers its requests when the disk has no room left', async () => {
  const journal = new Journal(directory, unharmed);
  await journal.recover();
  const segment = journal.openSegment();
  const hash = Buffer.alloc(16, 7);
  await segment.append({
    signal: 'logs',
    format: 'json',
    encoding: 'identity',
    receivedAtMs: 1,
    hash,
    body: Buffer.alloc(1_000),
  });
  await segment.close();
  journal.recent.persist = async () => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  await journal.done(journal.seal(segment), segment.hashes);
  expect(journal.bytes).toBe(0);
  expect(readdirSync(directory).filter((name) => name.endsWith('.journal'))).toEqual([]);

  const next = new Journal(directory, unharmed);
  expect(await next.recover()).toEqual([]);
  expect(next.recent.has(hash)).toBe(true);
});
