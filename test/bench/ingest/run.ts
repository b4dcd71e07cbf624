import type { Signal } from '../../../collector/src/otlp/batch.ts';
import type { Case } from './bodies.ts';
import { drained, type Measured, spawn, type Stack } from './processes.ts';
import type { Prepared, Sent } from './sender.ts';
import { bytesOnDisk, countRows, mergeAll, RECORDS, TABLES, truncate } from './tables.ts';

/** Requests that are on their way at the same time. */
const CONNECTIONS = 4;
/** Of the latencies at half of the rate: as many as there may be, few of which overlap. */
const PACED_CONNECTIONS = 16;
const WARM_UP = 0.2;

export interface Figures {
  readonly records: number;
  readonly requestBytes: number;
  /** Records a second, from the first byte sent until the last is in the store. */
  readonly perSecond: number;
  /** Seconds of CPU for a million records. */
  readonly collectorCpu: number;
  readonly engineCpu: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly refused: number;
  readonly bytesPerRecord: number;
  readonly peakBytes: number;
}

export interface Bench {
  readonly stack: Stack;
  readonly sender: Measured;
}

/** Lets the collector's code be compiled for what is measured later. */
export async function warmUp(
  bench: Bench,
  signals: readonly Signal[],
  records: number,
): Promise<void> {
  for (const signal of signals) {
    await send(bench, { signal, size: 1_000, format: 'protobuf', encoding: 'identity' }, records);
  }
  await drained(bench.stack.collectorUrl);
}

/** Sends so many records in one way, and measures until they are stored and merged. */
export async function runCase(bench: Bench, one: Case, records: number): Promise<Figures> {
  const { engine, collector, collectorUrl, store } = bench.stack;
  await send(bench, one, records * WARM_UP);
  await drained(collectorUrl);
  await truncate(store, TABLES[one.signal]);

  const prepared = await prepare(bench, one, records);
  collector.resetPeak();
  const before = { collector: collector.cpu(), engine: engine.cpu() };
  const started = performance.now();
  const { p50Ms, p99Ms, refused } = await sendPrepared(bench, CONNECTIONS);
  await drained(collectorUrl);
  const seconds = (performance.now() - started) / 1_000;
  const collectorCpu = collector.cpu() - before.collector;
  const peakBytes = collector.peakBytes();
  await mergeAll(store, TABLES[one.signal]);
  const engineCpu = engine.cpu() - before.engine;

  const stored = await countRows(store, RECORDS[one.signal]);
  if (stored !== prepared.records) {
    throw new Error(`${prepared.records} records were sent and ${stored} are stored`);
  }
  const million = 1_000_000 / prepared.records;
  return {
    records: prepared.records,
    requestBytes: prepared.bytes / prepared.requests,
    perSecond: prepared.records / seconds,
    collectorCpu: collectorCpu * million,
    engineCpu: engineCpu * million,
    p50Ms,
    p99Ms,
    refused,
    bytesPerRecord: (await bytesOnDisk(store, TABLES[one.signal])) / prepared.records,
    peakBytes,
  };
}

/** The latencies of acknowledgements at a steady rate, in records a second. */
export async function runPaced(
  bench: Bench,
  one: Case,
  records: number,
  perSecond: number,
): Promise<Sent['send']> {
  await prepare(bench, one, records);
  const sent = await sendPrepared(bench, PACED_CONNECTIONS, perSecond / one.size);
  await drained(bench.stack.collectorUrl);
  return sent;
}

async function prepare(bench: Bench, one: Case, records: number): Promise<Prepared['prepare']> {
  const startMs = Date.now() - 3_600_000;
  bench.sender.send({ prepare: one, records, startMs });
  return (await bench.sender.answer<Prepared>('prepare')).prepare;
}

async function sendPrepared(
  bench: Bench,
  connections: number,
  perSecond?: number,
): Promise<Sent['send']> {
  const url = bench.stack.collectorUrl;
  bench.sender.send({ send: url, connections, ...(perSecond !== undefined && { perSecond }) });
  return (await bench.sender.answer<Sent>('send')).send;
}

async function send(bench: Bench, one: Case, records: number): Promise<void> {
  await prepare(bench, one, records);
  await sendPrepared(bench, CONNECTIONS);
}

/** (c) Seconds of CPU for a million records that fastify receives and drops. */
export async function runDrop(sender: Measured, one: Case, records: number): Promise<number> {
  const drop = await spawn({ script: 'test/bench/ingest/drop.ts' });
  const { url } = await drop.answer<{ url: string }>('url');
  let cpu = 0;
  for (const share of [WARM_UP, 1]) {
    sender.send({ prepare: one, records: records * share, startMs: Date.now() });
    await sender.answer('prepare');
    const before = drop.cpu();
    sender.send({ send: url, connections: CONNECTIONS });
    await sender.answer('send');
    cpu = drop.cpu() - before;
  }
  await drop.stop();
  return (cpu * 1_000_000) / records;
}
