// `npm run bench ingest`: what it costs to bring records into the store, beside three yardsticks
// that are measured in the same run. `-- --records 500000 --signals traces,logs` for another run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Signal } from '../../../collector/src/otlp/batch.ts';
import { type Case, makeBodies } from './bodies.ts';
import { spawn, startStack } from './processes.ts';
import { type Goal, printGoals, printTable } from './report.ts';
import { type Bench, type Figures, runCase, runDrop, runPaced, warmUp } from './run.ts';
import { jsonRows, nativeFloor, type Yardstick } from './yardsticks.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '300000' },
    signals: { type: 'string', default: 'traces,logs,metrics' },
  },
});
const RECORDS = Number(values.records);
const SIGNALS = values.signals.split(',') as Signal[];
const SIZES = [1_000, 100];
const WAYS = [
  { format: 'protobuf', encoding: 'identity' },
  { format: 'protobuf', encoding: 'gzip' },
  { format: 'json', encoding: 'identity' },
] as const;
/** What Jaeger's documentation says that a span takes in ClickHouse, after merges. */
const JAEGER_BYTES_PER_SPAN = 76;
const ROUNDS = 5;
/** How long the latencies at half of the rate are looked at. */
const PACED_SECONDS = 5;

const dataDir = mkdtempSync(join(tmpdir(), 'nunchi-bench-'));
const stack = await startStack(dataDir);
const sender = await spawn({ script: 'test/bench/ingest/sender.ts' });
const bench: Bench = { stack, sender };
const goals: Goal[] = [];
try {
  await warmUp(bench, SIGNALS, RECORDS);
  for (const signal of SIGNALS) await benchSignal(signal);
  process.exitCode = printGoals(goals) ? 0 : 1;
} finally {
  await sender.stop();
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function benchSignal(signal: Signal): Promise<void> {
  console.log(
    `\n${signal}: ${RECORDS.toLocaleString('en')} records in each run, CPU in seconds for a million records\n`,
  );
  const plain: Case = { signal, size: 1_000, format: 'protobuf', encoding: 'identity' };
  const { figures, floor } = await sideBySide(plain);
  const rows: string[][] = [];
  for (const size of SIZES) {
    for (const way of WAYS) {
      const one: Case = { signal, size, ...way };
      const isPlain = size === plain.size && way === WAYS[0];
      const own = isPlain ? figures : await runCase(bench, one, RECORDS);
      const half = own.perSecond / 2;
      const paced = await runPaced(bench, one, half * PACED_SECONDS, half);
      rows.push(rowOf(one, own, paced.p50Ms, paced.p99Ms));
      if (isPlain) addGoals(signal, own, floor, paced.p99Ms);
    }
  }
  printTable(
    [
      'case',
      'B/request',
      'records/s',
      'collector',
      'ClickHouse',
      'whole',
      'p50 ms',
      'p99 ms',
      '½ rate p50',
      '½ rate p99',
      'B/record',
      'peak MB',
      '503',
    ],
    rows,
  );
}

/**
 * The plain case and its floor in turns, so that what else the machine does falls on both; of
 * each the run with the median of CPU.
 */
async function sideBySide(plain: Case): Promise<{ figures: Figures; floor: Floor }> {
  const bodies = makeBodies(plain, RECORDS, Date.now() - 3_600_000);
  const floors: Yardstick[] = [];
  const all: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    floors.push(await nativeFloor(stack.store, stack.engine, plain.signal, bodies));
    all.push(await runCase(bench, plain, RECORDS));
  }
  const native = median(floors, ({ engineCpu }) => engineCpu);
  const figures = median(all, ({ collectorCpu, engineCpu }) => collectorCpu + engineCpu);
  return { figures, floor: await yardsticks(plain, native, bodies) };
}

function median<T>(runs: readonly T[], by: (run: T) => number): T {
  return runs.toSorted((a, b) => by(a) - by(b))[Math.floor(runs.length / 2)] as T;
}

interface Floor {
  readonly native: Yardstick;
  readonly json: Yardstick;
}

async function yardsticks(one: Case, native: Yardstick, bodies: readonly Buffer[]): Promise<Floor> {
  const { engine, store } = stack;
  const json = await jsonRows(store, engine, one.signal, bodies, one.size);
  const large = await jsonRows(store, engine, one.signal, bodies, 50_000);
  const drop = await runDrop(sender, one, RECORDS);
  const row = (name: string, { engineCpu, clientCpu, bytes }: Yardstick, withBytes: boolean) => [
    name,
    perMillion(clientCpu),
    perMillion(engineCpu),
    perMillion(clientCpu + engineCpu),
    withBytes ? (bytes / RECORDS).toFixed(1) : '',
  ];
  printTable(
    ['yardstick', 'client', 'ClickHouse', 'whole', 'B/record'],
    [
      row('(a) Native blocks into the bare columns', native, true),
      row(`(b) JSONEachRow, an insert for each request of ${one.size}`, json, false),
      row('    JSONEachRow, inserts of 50,000 rows', large, false),
      ['(c) fastify receives and drops', drop.toFixed(2), '', drop.toFixed(2), ''],
    ],
  );
  return { native, json };
}

function addGoals(
  signal: Signal,
  figures: Figures,
  { native, json }: Floor,
  pacedP99Ms: number,
): void {
  const floor = native.engineCpu * (1_000_000 / RECORDS);
  const whole = figures.collectorCpu + figures.engineCpu;
  const jsonWhole = (json.engineCpu + json.clientCpu) * (1_000_000 / RECORDS);
  goals.push(
    {
      name: `${signal}: collector's CPU to (a)`,
      measured: figures.collectorCpu / floor,
      unit: '×',
      atMost: 1.2,
    },
    { name: `${signal}: whole way to (a)`, measured: whole / floor, unit: '×', atMost: 3 },
    { name: `${signal}: (b) to whole way`, measured: jsonWhole / whole, unit: '×', atLeast: 3 },
    {
      name: `${signal}: p99 of the answer at half rate`,
      measured: pacedP99Ms,
      unit: 'ms',
      atMost: 30,
    },
    {
      name: `${signal}: disk to (a)`,
      measured: figures.bytesPerRecord / (native.bytes / RECORDS),
      unit: '×',
      atMost: 1.3,
    },
    { name: `${signal}: peak memory`, measured: figures.peakBytes / 1e6, unit: 'MB', atMost: 400 },
  );
  if (signal === 'traces') {
    goals.push({
      name: `${signal}: disk of a span (Jaeger: ${JAEGER_BYTES_PER_SPAN} B)`,
      measured: figures.bytesPerRecord,
      unit: 'B',
      atMost: (1.3 * native.bytes) / RECORDS,
    });
  }
}

function rowOf(one: Case, figures: Figures, pacedP50Ms: number, pacedP99Ms: number): string[] {
  const { format, encoding, size } = one;
  return [
    `${format}${encoding === 'gzip' ? ' gzip' : ''}, ${size}`,
    Math.round(figures.requestBytes).toLocaleString('en'),
    Math.round(figures.perSecond).toLocaleString('en'),
    figures.collectorCpu.toFixed(2),
    figures.engineCpu.toFixed(2),
    (figures.collectorCpu + figures.engineCpu).toFixed(2),
    figures.p50Ms.toFixed(1),
    figures.p99Ms.toFixed(1),
    pacedP50Ms.toFixed(1),
    pacedP99Ms.toFixed(1),
    figures.bytesPerRecord.toFixed(1),
    (figures.peakBytes / 1e6).toFixed(0),
    String(figures.refused),
  ];
}

function perMillion(cpu: number): string {
  return ((cpu * 1_000_000) / RECORDS).toFixed(2);
}
