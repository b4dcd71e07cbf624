import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, nano, NOW, resource, string, TRACE, useStore } from '../testing/batches.ts';
import { requests } from '../testing/fuzz/arbitrary.ts';
import { Choices } from '../testing/fuzz/model.ts';
import { mutate } from '../testing/fuzz/mutations.ts';
import { meaning, readNative } from '../testing/fuzz/native.ts';
import { toJson } from '../testing/fuzz/to-json.ts';
import { toWire } from '../testing/fuzz/to-wire.ts';
import { Batch, SIGNALS, type Signal } from './batch.ts';
import { TooLargeError } from './decompress.ts';
import { jsonToProtobuf } from './json/to-protobuf.ts';
import { SeriesLimit } from './metrics/series-limit.ts';
import { MalformedError } from './wire.ts';

/*
 * Random messages through both decoders. The same ones in every run, so that a failure is one;
 * NUNCHI_FUZZ_RUNS=100000 makes it look further, from another start each time.
 */
const FEW_RUNS = 150;
const RUNS = Number(process.env.NUNCHI_FUZZ_RUNS ?? FEW_RUNS);
const FURTHER = RUNS > FEW_RUNS;
const SEED = Number(process.env.NUNCHI_FUZZ_SEED ?? (FURTHER ? Date.now() % 2 ** 31 : 20_261_120));
const TIMEOUT_MS = FURTHER ? 24 * 3_600_000 : 60_000;

/** A resource or a scope may have 64 KiB. */
const NEARLY_TOO_LARGE = 40_000;

const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void): void =>
  fc.assert(fc.property(arbitrary, property), {
    numRuns: RUNS,
    seed: SEED,
    // To make a failure small can take minutes; a second run with more runs may take them.
    ...(!FURTHER && { interruptAfterTimeLimit: TIMEOUT_MS / 3 }),
  });

const seed = fc.integer();
const native = (batch: Batch): Buffer[] =>
  batch.tables.map((table) => Buffer.concat(table.toNative()));

/** How a request ends: with what it became, or with what kind of refusal. */
function endOf(batch: Batch, signal: Signal, read: () => Buffer) {
  try {
    const { accepted, rejections, cuts } = batch.decode(signal, read(), NOW);
    const reasons = Object.fromEntries(rejections.byReason);
    const blocks = native(batch).map((block) => block.toString('latin1'));
    return { accepted, reasons, cuts: Object.fromEntries(cuts), blocks };
  } catch (error) {
    if (error instanceof MalformedError) return 'malformed';
    if (error instanceof TooLargeError) return 'too large';
    throw error;
  } finally {
    batch.clear();
  }
}

describe(`from ${SEED} on, ${RUNS} messages`, () => {
  it.each(SIGNALS)(
    'of %s become the same, whichever way they are written',
    (signal) => {
      const batch = new Batch();
      let stored = 0;
      check(fc.tuple(requests[signal], seed), ([model, start]) => {
        const choices = new Choices(start);
        const wire = toWire(model);
        const text = toJson(model, choices);
        const plain = endOf(batch, signal, () => wire);
        const odd = endOf(batch, signal, () => toWire(model, choices));
        const json = endOf(batch, signal, () => jsonToProtobuf(signal, Buffer.from(text)));
        for (const end of [odd, json]) {
          // What is nearly too large may be, with odd numbers or fields that nobody knows.
          const either = [end, plain].filter((one) => one === 'too large').length === 1;
          if (either) expect(wire.length).toBeGreaterThan(NEARLY_TOO_LARGE);
          else expect(end, text.slice(0, 2_000)).toEqual(plain);
        }
        if (typeof plain === 'string') return;
        stored += plain.accepted;
        for (const block of plain.blocks) readNative(Buffer.from(block, 'latin1'));
      });
      expect(stored).toBeGreaterThan(RUNS / 2);
    },
    TIMEOUT_MS,
  );

  it.each(SIGNALS)(
    'of %s with wrong bytes are taken, or refused as malformed and leave nothing',
    (signal) => {
      const [before, after] = [example(signal, 'before'), example(signal, 'after')];
      const later = example(signal, 'before', 9_000);
      const expected = new Batch();
      expected.decode(signal, before, NOW);
      const first = native(expected).map(meaning);
      expected.decode(signal, after, NOW);
      const both = native(expected).map(meaning);
      const batch = new Batch();
      const ends = { taken: 0, refused: 0 };
      check(fc.tuple(requests[signal], requests[signal], seed), ([model, other, start]) => {
        const choices = new Choices(start);
        const asJson = choices.once(3);
        const write = asJson ? (m: typeof model) => Buffer.from(toJson(m)) : toWire;
        const mutated = mutate(write(model), write(other), choices);
        // Two messages, one after the other, are one: here with series that have a row already.
        const bytes = asJson || choices.once(2) ? mutated : Buffer.concat([later, mutated]);
        batch.clear();
        batch.decode(signal, before, NOW);
        try {
          batch.decode(signal, asJson ? jsonToProtobuf(signal, bytes) : bytes, NOW);
          for (const block of native(batch)) readNative(block);
          ends.taken += 1;
        } catch (error) {
          if (!(error instanceof MalformedError || error instanceof TooLargeError)) throw error;
          expect(error.message.length).toBeLessThan(2_000);
          ends.refused += 1;
          if (ends.refused % 4 === 0) expect(native(batch).map(meaning)).toEqual(first);
          batch.decode(signal, after, NOW);
          expect(native(batch).map(meaning)).toEqual(both);
        }
      });
      expect(Math.min(ends.taken, ends.refused)).toBeGreaterThan(RUNS / 20);
    },
    TIMEOUT_MS,
  );

  it(
    'of metrics become the same again by what was decided about their series',
    () => {
      const [live, again] = [new Batch(), new Batch()];
      let folded = 0;
      check(fc.array(requests.metrics, { minLength: 1, maxLength: 3 }), (models) => {
        live.clear();
        again.clear();
        const limit = new SeriesLimit(2);
        for (const body of models.map((model) => toWire(model))) {
          try {
            const { placements, cuts } = live.decode('metrics', body, NOW, { limit });
            again.decode('metrics', body, NOW, { placements });
            folded += cuts.get('series') ?? 0;
          } catch (error) {
            if (error instanceof MalformedError || error instanceof TooLargeError) return;
            throw error;
          }
        }
        expect(again.tables.map(({ rows }) => rows)).toEqual(live.tables.map(({ rows }) => rows));
        expect(native(again)).toEqual(native(live));
      });
      expect(folded).toBeGreaterThan(RUNS / 2);
    },
    TIMEOUT_MS,
  );

  it.runIf(FURTHER)(
    'leave no memory behind',
    () => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      const held = (): number => {
        collect();
        const { heapUsed, arrayBuffers } = process.memoryUsage();
        return heapUsed + arrayBuffers;
      };
      const batch = new Batch();
      const run = (from: number): number => {
        for (const signal of SIGNALS) {
          const samples = fc.sample(requests[signal], { numRuns: 300, seed: from });
          for (const model of samples) endOf(batch, signal, () => toWire(model));
          for (const model of samples) {
            endOf(batch, signal, () => jsonToProtobuf(signal, Buffer.from(toJson(model))));
          }
        }
        return held();
      };
      run(SEED);
      const early = run(SEED + 1);
      for (let round = 2; round < 6; round++) run(SEED + round);
      expect(run(SEED + 7) - early).toBeLessThan(8_000_000);
    },
    TIMEOUT_MS,
  );
});

describe('the store takes what becomes of random messages', () => {
  const test = useStore();
  /** Rows of these with the same id become one. */
  const registries = new Set(['resources', 'metric_series']);

  it.each(SIGNALS)('of %s', async (signal) => {
    const batch = new Batch();
    const choices = new Choices(SEED);
    const samples = fc.sample(requests[signal], { numRuns: 120, seed: SEED });
    for (const [index, model] of samples.entries()) {
      const bytes = toWire(model, choices);
      const other = toWire(samples[(index + 1) % samples.length] ?? model);
      for (const body of [bytes, mutate(bytes, other, choices)]) {
        try {
          batch.decode(signal, body, NOW);
        } catch (error) {
          if (!(error instanceof MalformedError || error instanceof TooLargeError)) throw error;
        }
      }
    }
    await test.insert(batch);
    for (const { name, rows } of batch.tables) {
      if (rows === 0 || registries.has(name)) continue;
      const [row] = await test.store.rows<{ n: string }>(`SELECT count() AS n FROM ${name}`);
      expect([name, Number(row?.n)]).toEqual([name, rows]);
    }
  });
});

/** A small request that has nothing in common with one of another service. */
function example(signal: Signal, service: string, atMs = 0): Buffer {
  const attributes = [string('k', service)];
  const point = { timeUnixNano: nano(atMs), attributes };
  const records = {
    traces: [{ traceId: TRACE, spanId: 'eee19b7ec3c1b174', name: service, attributes }],
    logs: [{ body: { stringValue: service }, attributes, traceId: TRACE }],
    metrics: [
      {
        name: 'g',
        gauge: {
          dataPoints: [
            { ...point, asInt: 1 },
            { ...point, asDouble: 2 },
          ],
        },
      },
      { name: 'h', histogram: { dataPoints: [{ ...point, sum: 1, bucketCounts: [1] }] } },
      { name: 'e', exponentialHistogram: { dataPoints: [{ ...point, scale: 2 }] } },
      { name: 's', summary: { dataPoints: [{ ...point, quantileValues: [{ quantile: 1 }] }] } },
    ],
  }[signal];
  const [resources, scopes, list] = {
    traces: ['resourceSpans', 'scopeSpans', 'spans'],
    logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
    metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
  }[signal] as [string, string, string];
  const scope = { scope: { name: service }, [list]: records };
  return encode(signal, { [resources]: [{ resource: resource(service), [scopes]: [scope] }] });
}
