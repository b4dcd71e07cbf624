import type { Store } from '@nunchi/store';
import { createTestStore } from '@nunchi/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Batch, SIGNALS, type Signal } from './batch.ts';
import { jsonToProtobuf } from './json/to-protobuf.ts';
import { MalformedError } from './wire.ts';

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

/** Mulberry32: the same numbers in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

const time = '1763596800000000001';
const attributes = [
  { key: 'text', value: { stringValue: 'value' } },
  { key: 'number', value: { intValue: '-5' } },
  { key: 'list', value: { arrayValue: { values: [{ doubleValue: 1 }, { kvlistValue: {} }] } } },
];
const ids = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };
const point = { timeUnixNano: time, attributes };
const REQUESTS: Record<Signal, object> = {
  traces: {
    resourceSpans: [
      {
        resource: { attributes },
        scopeSpans: [
          {
            scope: { name: 'scope', attributes },
            spans: [1, 2, 3].map((n) => ({
              ...ids,
              name: `span ${n}`,
              startTimeUnixNano: time,
              endTimeUnixNano: time,
              attributes,
              events: [{ name: 'event', attributes }],
              links: [{ ...ids, attributes }],
              status: { code: 2, message: 'no' },
            })),
          },
        ],
      },
    ],
  },
  logs: {
    resourceLogs: [
      {
        resource: { attributes },
        scopeLogs: [
          {
            logRecords: [1, 2, 3].map(() => ({
              ...ids,
              timeUnixNano: time,
              body: attributes[2]?.value,
              attributes,
            })),
          },
        ],
      },
    ],
  },
  metrics: {
    resourceMetrics: [
      {
        resource: { attributes },
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'g',
                gauge: {
                  dataPoints: [
                    {
                      ...point,
                      asInt: 1,
                      exemplars: [{ ...ids, timeUnixNano: time, asDouble: 1 }],
                    },
                  ],
                },
              },
              {
                name: 'h',
                histogram: {
                  dataPoints: [{ ...point, bucketCounts: [1, 2], explicitBounds: [3] }],
                },
              },
              {
                name: 'e',
                exponentialHistogram: {
                  dataPoints: [{ ...point, positive: { offset: 1, bucketCounts: [1, 2] } }],
                },
              },
              {
                name: 's',
                summary: {
                  dataPoints: [{ ...point, quantileValues: [{ quantile: 0.5, value: 2 }] }],
                },
              },
            ],
          },
        ],
      },
    ],
  },
};

/** Rows of these with the same id become one. */
const REGISTRIES = new Set(['resources', 'metric_series']);

function mutate(original: Buffer, next: () => number): Buffer {
  const bytes = Buffer.from(original);
  const at = Math.floor(next() * bytes.length);
  const kind = Math.floor(next() * 4);
  if (kind === 0) bytes[at] = Math.floor(next() * 256);
  else if (kind === 1) bytes[at]! ^= 1 << Math.floor(next() * 8);
  else if (kind === 2) return bytes.subarray(0, at);
  else bytes.copyWithin(at, Math.floor(next() * bytes.length));
  return bytes;
}

describe('mutated requests', () => {
  it.each(SIGNALS)(
    'of %s are taken or refused as malformed, and what was taken can be stored',
    async (signal) => {
      const next = random(SIGNALS.indexOf(signal) + 1);
      const original = Buffer.from(
        jsonToProtobuf(signal, Buffer.from(JSON.stringify(REQUESTS[signal]))),
      );
      const batch = new Batch();
      let accepted = 0;
      let malformed = 0;
      for (let round = 0; round < 8_000; round++) {
        let bytes: Buffer = original;
        for (let times = 1 + Math.floor(next() * 3); times > 0; times--)
          bytes = mutate(bytes, next);
        const rows = batch.rows;
        try {
          accepted += batch.decode(signal, bytes, 1_763_596_800_000).accepted;
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedError);
          expect(batch.rows).toBe(rows);
          malformed += 1;
        }
      }
      expect(malformed).toBeGreaterThan(500);
      expect(accepted).toBeGreaterThan(500);
      for (const table of batch.tables) {
        if (table.rows === 0) continue;
        await store.insertNative(table.name, table.toNative(), `fuzz ${signal} ${table.name}`);
        const [row] = await store.rows<{ n: string }>(`SELECT count() AS n FROM ${table.name}`);
        if (!REGISTRIES.has(table.name)) expect(Number(row?.n)).toBe(table.rows);
      }
    },
  );
});
