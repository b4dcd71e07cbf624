import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openQueue, type Message, type Queue, type QueueOptions } from './queue.ts';

let directory: string;
let now: number;
const opened: Queue[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nunchi-queue-'));
  now = 1_000_000;
});

afterEach(() => {
  for (const queue of opened.splice(0)) queue.close();
  rmSync(directory, { recursive: true });
});

function open(options: QueueOptions = {}): Queue {
  const queue = openQueue(join(directory, 'queue.db'), { now: () => now, ...options });
  opened.push(queue);
  return queue;
}

it('sent → received → acknowledged: gone, in the order of sending', () => {
  const queue = open();
  queue.send(['orders'], { body: { id: 'a' }, headers: { traceparent: '00-1-2-01' } });
  queue.send(['orders'], { body: { id: 'b' } });
  const first = queue.receive('orders', 1_000) as Message;
  expect(first).toMatchObject({
    body: { id: 'a' },
    headers: { traceparent: '00-1-2-01' },
    delivery: 1,
  });
  expect(queue.ack(first)).toBe(true);
  expect(queue.receive('orders', 1_000)?.body).toEqual({ id: 'b' });
  expect(queue.receive('orders', 1_000)).toBeUndefined();
  expect(queue.depth('orders')).toBe(1);
});

it('keeps destinations apart', () => {
  const queue = open();
  queue.send(['orders'], { body: 1 });
  expect(queue.receive('payments-due', 1_000)).toBeUndefined();
});

it('sent to two destinations → each has it, and works it off by itself', () => {
  const queue = open();
  queue.send(['mails', 'parcels'], { body: 1 });
  expect(queue.ack(queue.receive('mails', 1_000) as Message)).toBe(true);
  expect(queue.receive('mails', 1_000)).toBeUndefined();
  expect(queue.receive('parcels', 1_000)?.body).toBe(1);
});

it('delayed → hidden until its time', () => {
  const queue = open();
  queue.send(['orders'], { body: 1, delayMs: 500 });
  expect(queue.receive('orders', 1_000)).toBeUndefined();
  now += 500;
  expect(queue.receive('orders', 1_000)?.body).toBe(1);
});

it('received, not acknowledged → delivered again; the late acknowledgement changes nothing', () => {
  const [one, other] = [open(), open()];
  one.send(['orders'], { body: 1 });
  const lost = one.receive('orders', 1_000) as Message;
  now += 999;
  expect(other.receive('orders', 1_000)).toBeUndefined();
  now += 1;
  const again = other.receive('orders', 1_000) as Message;
  expect(again.delivery).toBe(2);
  expect(one.ack(lost)).toBe(false);
  expect(other.ack(again)).toBe(true);
});

it('sent and received by a process that is killed → delivered to the next', () => {
  const source = `
    import { openQueue } from ${JSON.stringify(join(import.meta.dirname, 'queue.ts'))};
    const queue = openQueue(process.argv[1]);
    queue.send(['orders'], { body: 'kept' });
    queue.receive('orders', 1_000);
    process.kill(process.pid, 'SIGKILL');`;
  const { signal } = spawnSync(process.execPath, [
    '--input-type=module-typescript',
    '--eval',
    source,
    join(directory, 'queue.db'),
  ]);
  expect(signal).toBe('SIGKILL');
  now = Date.now() + 1_000;
  expect(open().receive('orders', 1_000)).toMatchObject({ body: 'kept', delivery: 2 });
});

it('delivered too often → given up, and counted', () => {
  const queue = open({ maxDeliveries: 2 });
  queue.send(['orders'], { body: 'poison' });
  for (let delivery = 1; delivery <= 2; delivery++) {
    expect(queue.receive('orders', 1_000)?.delivery).toBe(delivery);
    now += 1_000;
  }
  expect(queue.receive('orders', 1_000)).toBeUndefined();
  expect([queue.depth('orders'), queue.dead('orders')]).toEqual([0, 1]);
});

it('full → says so instead of growing', () => {
  const queue = open({ maxDepth: 1 });
  queue.send(['orders'], { body: 1 });
  expect(queue.send(['orders'], { body: 2 })).toEqual({ kind: 'full', depth: 1 });
  expect(queue.send(['mails', 'orders'], { body: 2 })).toEqual({ kind: 'full', depth: 1 });
  expect(queue.depth('mails')).toBe(0);
});
