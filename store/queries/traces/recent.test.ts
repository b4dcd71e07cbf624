import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { toField } from '../../language/fields.ts';
import { createTestStore } from '../../testing/store.ts';
import { fieldValues } from './field-values.ts';
import { rangeWithSpans } from './recent.ts';

const SECOND = 1_000_000_000n;
const BEGIN = 1_760_000_000n * SECOND;
const range = { from: BEGIN, to: BEGIN + 3_600n * SECOND };

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
  // A hundred spans a second; one in the first minute has a rare attribute.
  await store.command(
    `INSERT INTO spans (start_time, service, attributes)
     SELECT
       fromUnixTimestamp64Nano(toInt64({from:Int64} + number * 10000000), 'UTC'),
       concat('service-', toString(number % 3)),
       if(number = 600, map('rare.key', 'found'), map('usual.key', toString(number % 60)))
     FROM numbers(360000)`,
    { from: String(BEGIN) },
  );
});
afterAll(() => store.close());

describe('rangeWithSpans', () => {
  it('is the shortest end of a range that has so many spans', async () => {
    const last = (seconds: bigint) => ({ from: range.to - seconds * SECOND, to: range.to });
    expect(await rangeWithSpans(store, range, 100)).toEqual({ range: last(1n), spans: 100 });
    expect(await rangeWithSpans(store, range, 101)).toEqual({ range: last(4n), spans: 400 });
    expect(await rangeWithSpans(store, range, 20_000)).toEqual({
      range: last(256n),
      spans: 25_600,
    });
    expect(await rangeWithSpans(store, range, 1e9)).toEqual({ range, spans: 360_000 });
  });
});

describe('fieldValues', () => {
  const values = (name: string, prefix = '') => {
    const field = toField(name, 'traces');
    if (!field) throw new Error(`there is no field ${name}`);
    return fieldValues(store, { range, filter: {}, field, prefix, limit: 50 });
  };

  it('looks at recent spans for what is usual', async () => {
    expect(await values('service')).toEqual([
      { value: 'service-2', spans: '8534' },
      { value: 'service-0', spans: '8533' },
      { value: 'service-1', spans: '8533' },
    ]);
    expect(await values('usual.key')).toHaveLength(50);
  });

  it('looks further for what is rare', async () => {
    expect(await values('rare.key')).toEqual([{ value: 'found', spans: '1' }]);
    expect(await values('usual.key', '7')).toEqual([{ value: '7', spans: '6000' }]);
    expect(await values('usual.key', 'x')).toEqual([]);
  });
});
