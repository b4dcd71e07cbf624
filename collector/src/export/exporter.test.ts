import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createMetrics } from '../metrics.ts';
import { encode, NOW } from '../testing/batches.ts';
import { BatchPool } from './batch-pool.ts';
import { Exporter, type PendingSegment } from './exporter.ts';
import { Batch } from '../otlp/batch.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalRecord } from '../journal/record.ts';

function segment(id: string): PendingSegment {
  const batch = new Batch();
  const request = { resourceLogs: [{ scopeLogs: [{ logRecords: [{}] }] }] };
  batch.decode('logs', encode('logs', request), NOW);
  const closed = Promise.resolve({ goodBytes: 1, complete: true });
  const content = { batch, hashes: [], stored: new Set<string>() };
  return { id, path: '', bytes: 1, openedAtMs: NOW, content, closed };
}

it('tells of a segment that is not taken until it is, whatever becomes of others; complains once', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line).msg) });
  let taken = 0;
  let broken = true;
  const store = {
    insertNative: async (_table: string, _blocks: unknown, token: string) => {
      if (broken && token.startsWith('stuck/')) throw new Error('not now');
      taken += 1;
    },
  };
  const journal = { done: async () => undefined } as unknown as Journal;
  const pool = new BatchPool();
  const exporter = new Exporter({ store, journal, pool, metrics: createMetrics(), log });
  exporter.enqueue(segment('stuck'));
  for (let n = 0; n < 4; n++) {
    exporter.enqueue(segment(`good ${n}`));
    await expect.poll(() => exporter.pendingSegments).toBe(1);
    await expect.poll(() => exporter.problem).toBe('the store does not take data: not now');
  }
  expect(taken).toBe(8); // the logs and their resource
  broken = false;
  expect(await exporter.drain(10_000)).toBe(0);
  expect(exporter.problem).toBeUndefined();
  expect(lines).toEqual([
    'the store does not take data; trying again',
    'all segments are exported again',
  ]);
});

it('lets requests have their turn while it reads a large segment again', async () => {
  const logRecords = Array.from({ length: 1_000 }, () => ({ body: { stringValue: 'again' } }));
  const body = encode('logs', { resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  const hash = Buffer.alloc(16);
  const kind = { signal: 'logs', format: 'protobuf', encoding: 'identity' } as const;
  const record: JournalRecord = { ...kind, receivedAtMs: NOW, hash, body };
  const records = async () => Array<JournalRecord>(300).fill(record);
  const journal = { records, done: async () => undefined } as unknown as Journal;
  let turns = 0;
  const turn = setInterval(() => (turns += 1), 0);
  let turnsBefore = 0;
  const store = {
    insertNative: async () => {
      turnsBefore = turns;
    },
  };
  const log = pino({ enabled: false });
  const pool = new BatchPool();
  const exporter = new Exporter({ store, journal, pool, metrics: createMetrics(), log });
  exporter.enqueue({ ...segment('large'), content: undefined });
  expect(await exporter.drain(60_000)).toBe(0);
  clearInterval(turn);
  expect(turnsBefore).toBeGreaterThan(5);
});
