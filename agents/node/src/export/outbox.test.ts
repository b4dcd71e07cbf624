import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outbox } from './outbox.ts';
import type { PostOutcome } from './post.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ACCEPTED: PostOutcome = { kind: 'accepted', body: Buffer.alloc(0) };
const AWAY: PostOutcome = { kind: 'retry', reason: 'connect ECONNREFUSED' };

function setUp(answer: (attempt: number) => PostOutcome | Promise<PostOutcome>, maxBytes = 100) {
  const sent: number[] = [];
  const said: string[] = [];
  const say = (message: string) => void said.push(message);
  const outbox = new Outbox({
    name: 'traces',
    to: 'http://collector',
    maxBytes,
    post: async (body) => {
      sent.push(body[0] ?? -1);
      return answer(sent.length);
    },
    refused: (body) => ({ items: body.length, message: 'too old' }),
    diagnostics: { error: say, warn: say, info: say, debug: say },
  });
  const add = (id: number, bytes = 10) =>
    outbox.add({ body: new Uint8Array(bytes).fill(id), items: 1 });
  return { outbox, sent, said, add, dropped: () => Object.fromEntries(outbox.dropped) };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

test('added → sent, one at a time and in order', async () => {
  const { add, sent, outbox } = setUp(() => ACCEPTED);
  add(1);
  add(2);
  await settle();
  expect(sent).toEqual([1, 2]);
  expect(outbox.bytes).toBe(0);
});

test('away → tried again after 1, 2, 4 s → delivered, in order; said once each', async () => {
  const { add, sent, said, dropped } = setUp((attempt) => (attempt < 4 ? AWAY : ACCEPTED));
  add(1);
  await settle();
  add(2);
  for (const seconds of [1, 2, 4]) await vi.advanceTimersByTimeAsync(seconds * 1000);
  expect(sent).toEqual([1, 1, 1, 1, 2]);
  expect(said).toEqual([
    'traces cannot be delivered to http://collector: connect ECONNREFUSED; trying again',
    'traces are delivered to http://collector again',
  ]);
  expect(dropped()).toEqual({});
});

test('Retry-After is waited for', async () => {
  const { add, sent } = setUp((attempt) =>
    attempt === 1 ? { kind: 'retry', reason: 'it answered 503', afterMs: 7000 } : ACCEPTED,
  );
  add(1);
  await vi.advanceTimersByTimeAsync(6999);
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toHaveLength(2);
});

test('full → the oldest is dropped and counted', async () => {
  const { add, outbox, sent, dropped } = setUp((attempt) => (attempt === 1 ? AWAY : ACCEPTED), 25);
  add(1);
  await settle();
  add(2);
  add(3);
  expect(outbox.bytes).toBe(20);
  expect(dropped()).toEqual({ queue_full: 1 });
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([1, 2, 3]);
});

test('rejected → dropped, counted, said; the next goes on', async () => {
  const { add, sent, said, dropped } = setUp((attempt) =>
    attempt === 1 ? { kind: 'rejected', reason: 'it answered 400' } : ACCEPTED,
  );
  add(1);
  add(2);
  await settle();
  expect(sent).toEqual([1, 2]);
  expect(dropped()).toEqual({ rejected: 1 });
  expect(said[0]).toBe('http://collector does not take traces: it answered 400; they are dropped');
});

test('taken in part → the rest counts as rejected', async () => {
  const { add, said, dropped } = setUp(() => ({ kind: 'accepted', body: Buffer.alloc(3) }));
  add(1);
  await settle();
  expect(dropped()).toEqual({ rejected: 3 });
  expect(said).toEqual(['http://collector did not take some traces: too old']);
});

test('a fault of ours is said, rejects nothing, and the next goes on', async () => {
  const { add, sent, said } = setUp((attempt) => {
    if (attempt === 1) throw new Error('broken');
    return ACCEPTED;
  });
  add(1);
  await settle();
  add(2);
  await settle();
  expect(sent).toEqual([1, 2]);
  expect(said).toEqual(['sending traces has a fault: Error: broken']);
});

test('flush → does not wait for the next try; a second failure ends it', async () => {
  const { add, sent, outbox, dropped } = setUp(() => AWAY);
  add(1);
  await settle();
  await outbox.flush(new AbortController().signal, true);
  expect(sent).toEqual([1, 1]);
  expect(dropped()).toEqual({ shutdown: 1 });
  add(2);
  expect(dropped()).toEqual({ shutdown: 2 });
});

test('flush → an answer that does not come is given up when the signal says so', async () => {
  const outbox = new Outbox({
    name: 'logs',
    to: 'http://collector',
    maxBytes: 100,
    post: (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ kind: 'retry', reason: 'aborted' }));
      }),
    refused: () => ({ items: 0, message: '' }),
    diagnostics: { error() {}, warn() {}, info() {}, debug() {} },
  });
  outbox.add({ body: new Uint8Array(10), items: 5 });
  const limit = new AbortController();
  const flushed = outbox.flush(limit.signal, true);
  await vi.advanceTimersByTimeAsync(1000);
  limit.abort();
  await flushed;
  expect(Object.fromEntries(outbox.dropped)).toEqual({ shutdown: 5 });
});
