import type { Store } from '@nunchi/store';
import { createTestStore } from '@nunchi/store/testing';
import { afterAll, beforeAll } from 'vitest';
import { Batch, type Signal } from '../otlp/batch.ts';
import { jsonToProtobuf } from '../otlp/json/to-protobuf.ts';

/** When the requests of these tests are received, in epoch milliseconds. */
export const NOW = Date.UTC(2026, 10, 20, 12);
export const TRACE = '5b8efff798038103d269b633813fc60c';

/** Unix nanoseconds, with a fraction of a microsecond, so many milliseconds after {@link NOW}. */
export const nano = (ms: number): string => `${BigInt(NOW + ms) * 1_000_000n + 123_456_789n}`;

export const string = (key: string, value: string) => ({ key, value: { stringValue: value } });

export const resource = (service: string, ...more: object[]) => ({
  attributes: [
    string('service.name', service),
    string('service.namespace', 'shop'),
    string('deployment.environment.name', 'prod'),
    string('service.version', '1.2.3'),
    string('service.instance.id', `${service}-1`),
    ...more,
  ],
});

export const encode = (signal: Signal, request: unknown): Buffer =>
  Buffer.from(jsonToProtobuf(signal, Buffer.from(JSON.stringify(request))));

/** A store of the test file's own, and ways to fill it by batches. */
export function useStore() {
  const context = {
    store: undefined as unknown as Store,
    insert: async (batch: Batch): Promise<void> => {
      for (const table of batch.tables) {
        if (table.rows === 0) continue;
        await context.store.insertNative(table.name, table.toNative(), `t${(tokens += 1)}`);
      }
    },
    decodeAndInsert: async (signal: Signal, request: unknown) => {
      const batch = new Batch();
      const result = batch.decode(signal, encode(signal, request), NOW);
      await context.insert(batch);
      return result;
    },
  };
  let tokens = 0;
  beforeAll(async () => {
    context.store = await createTestStore();
  });
  afterAll(() => context.store.close());
  return context;
}
