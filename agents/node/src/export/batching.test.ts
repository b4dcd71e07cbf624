import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Batching, type Item } from './batching.ts';
import type { Writer } from './otlp/writer.ts';
import type { Batch } from './outbox.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Named extends Item {
  readonly text: string;
}

function setUp(
  maxItems: number,
  write?: (writer: Writer, record: Named) => void,
  resource = resourceFromAttributes({ 'service.name': 'shop' }),
) {
  const batches: Batch[] = [];
  const said: string[] = [];
  const say = (message: string) => void said.push(message);
  const lost = vi.fn();
  const scope = { name: 'scope' };
  const batching = new Batching<Named>({
    resource,
    write: write ?? ((writer, { text }) => writer.text(1, text)),
    maxItems,
    delayMs: 1_000,
    add: (batch) => batches.push(batch),
    lost,
    diagnostics: { error: say, warn: say, info: say, debug: say },
  });
  const add = (text: string) => batching.add({ text, instrumentationScope: scope });
  const items = () => batches.map((batch) => batch.items);
  const texts = () => batches.map(({ body }) => Buffer.from(body).toString('latin1'));
  return { batching, add, items, texts, batches, said, lost };
}

test('what is there is handed over after the delay, and nothing when there is nothing', () => {
  const { add, items, texts } = setUp(100);
  add('first');
  add('second');
  vi.advanceTimersByTime(999);
  expect(items()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(items()).toEqual([2]);
  expect(texts()[0]).toMatch(/shop.*scope.*first.*second/s);
  vi.advanceTimersByTime(10_000);
  expect(items()).toEqual([2]);
});

test('as many as may be are handed over at once; then it begins anew', () => {
  const { add, items, texts, batching } = setUp(2);
  for (const text of ['a1', 'b2', 'c3']) add(text);
  expect(items()).toEqual([2]);
  batching.flush();
  expect(items()).toEqual([2, 1]);
  expect(texts()[1]).toContain('c3');
  expect(texts()[1]).not.toContain('a1');
  batching.flush();
  expect(items()).toEqual([2, 1]);
});

test('what was handed over does not change any more', () => {
  const { add, texts, batching } = setUp(100);
  add('first');
  batching.flush();
  const before = texts()[0];
  add('other');
  batching.flush();
  expect(texts()[0]).toBe(before);
});

test('many bytes are handed over, however few records they are', () => {
  const { add, items } = setUp(100);
  add('x'.repeat(600_000));
  add('x'.repeat(600_000));
  expect(items()).toEqual([2]);
});

test('a record that cannot be encoded is counted and said; those beside it are whole', () => {
  const { add, items, texts, said, lost, batching } = setUp(100, (writer, { text }) => {
    writer.text(1, text);
    if (text === 'bad') throw new Error('its getter threw');
  });
  for (const text of ['one', 'bad', 'two']) add(text);
  batching.flush();
  expect(items()).toEqual([2]);
  expect(texts()[0]).not.toContain('bad');
  expect(lost.mock.calls).toEqual([[1]]);
  expect(said).toEqual(['a record cannot be encoded and is dropped: its getter threw']);
});

test('a request that cannot be put together is counted and said; nothing is thrown', () => {
  let isBad = true;
  const resource = {
    ...resourceFromAttributes({}),
    get attributes() {
      if (isBad) throw new Error('not yet');
      return { 'service.name': 'shop' };
    },
  };
  const { add, items, texts, said, lost } = setUp(100, undefined, resource as Resource);
  add('one');
  add('two');
  vi.advanceTimersByTime(1_000);
  expect(lost.mock.calls).toEqual([[2]]);
  expect(said).toEqual(['2 records cannot be encoded and are dropped: not yet']);
  isBad = false;
  add('three');
  vi.advanceTimersByTime(1_000);
  expect(items()).toEqual([1]);
  expect(texts()[0]).toMatch(/shop.*three/s);
  expect(texts()[0]).not.toContain('one');
});

test('a scope for each record fills no memory', () => {
  const { batching, items } = setUp(1_000);
  for (let round = 0; round < 3; round++) {
    for (let at = 0; at < 1_000; at++) {
      batching.add({ text: 'x', instrumentationScope: { name: `scope ${at}` } });
    }
  }
  expect(items()).toEqual([1_000, 1_000, 1_000]);
});
