import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Journal } from './journal.ts';
import type { JournalRecord } from './record.ts';

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

const record = (hash: Buffer): JournalRecord => ({
  signal: 'logs',
  format: 'json',
  encoding: 'identity',
  receivedAtMs: 1,
  hash,
  body: Buffer.alloc(1_000),
});

const files = () => readdirSync(directory).filter((name) => name.endsWith('.journal'));

it('has the file of the next segment ready when it was told to, and leaves none behind', async () => {
  const journal = new Journal(directory, unharmed);
  await journal.recover();
  await Promise.all([journal.prepareNext(), journal.prepareNext()]);
  await journal.prepareNext();
  const [ready = '', ...more] = files();
  expect(more).toEqual([]);
  const segment = journal.openSegment();
  expect(segment.path).toBe(join(directory, ready));
  await segment.append(record(Buffer.alloc(16, 1)));
  await segment.close();
  void journal.prepareNext();
  await journal.close();
  expect(files()).toEqual([ready]);
});

it('uses segments in the order of their names, also one whose file is just being made', async () => {
  const journal = new Journal(directory, unharmed);
  await journal.recover();
  const used: string[] = [];
  for (let n = 1; n <= 4; n++) {
    const segment = journal.openSegment();
    void journal.prepareNext();
    await segment.append(record(Buffer.alloc(16, n)));
    await segment.close();
    journal.seal(segment);
    used.push(segment.id);
    if (n === 2) await journal.prepareNext();
  }
  await journal.close();
  expect(used).toEqual(used.toSorted());
  expect(files().toSorted()).toEqual(used.map((id) => `${id}.journal`));
  expect(await new Journal(directory, unharmed).recover()).toHaveLength(4);
});

it('deletes the file of a segment that was never written when it starts', async () => {
  writeFileSync(join(directory, '00000000000001-00000001-aa.journal'), '');
  const journal = new Journal(directory, unharmed);
  expect(await journal.recover()).toEqual([]);
  expect(files()).toEqual([]);
});

it('becomes smaller and remembers its requests when the disk has no room left', async () => {
  const journal = new Journal(directory, unharmed);
  await journal.recover();
  const segment = journal.openSegment();
  const hash = Buffer.alloc(16, 7);
  await segment.append(record(hash));
  await segment.close();
  journal.recent.persist = async () => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  await journal.done(journal.seal(segment), segment.hashes);
  expect(journal.bytes).toBe(0);
  expect(files()).toEqual([]);

  const next = new Journal(directory, unharmed);
  expect(await next.recover()).toEqual([]);
  expect(next.recent.has(hash)).toBe(true);
});
