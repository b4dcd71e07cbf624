// `npm run bench soak`: ten minutes at full rate, all three signals; the collector's memory has to
// stay flat and below its bound, and everything acknowledged has to be stored, once.
// `-- --minutes 2` for a shorter one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { drained, spawn, startStack } from '../ingest/processes.ts';
import { printGoals, printTable } from '../ingest/report.ts';
import { countRows, RECORDS } from '../ingest/tables.ts';
import type { Progress } from './sender.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const SECONDS = Number(values.minutes) * 60;
const SAMPLE_SECONDS = 5;
const ROWS = 10;
const CONNECTIONS = 6;
const MOST_BYTES = 400e6;
/** Of the last third over the second one: what is above would be a leak. */
const MOST_GROWTH = 1.1;

const dataDir = mkdtempSync(join(tmpdir(), 'nunchi-soak-'));
const stack = await startStack(dataDir);
const sender = await spawn({ script: 'test/bench/soak/sender.ts' });
try {
  sender.send({ url: stack.collectorUrl, connections: CONNECTIONS });
  const samples = await sample();
  const stopped = sender.answer<{ stopped: Progress }>('stopped');
  sender.send({ stop: true });
  const { records, refused } = (await stopped).stopped;
  await drained(stack.collectorUrl);
  const stored = {
    traces: await countRows(stack.store, RECORDS.traces),
    logs: await countRows(stack.store, RECORDS.logs),
    metrics: await countRows(stack.store, RECORDS.metrics),
  };
  printTable(
    ['', 'acknowledged', 'stored'],
    (['traces', 'logs', 'metrics'] as const).map((signal) => [
      signal,
      records[signal].toLocaleString('en'),
      stored[signal].toLocaleString('en'),
    ]),
  );
  console.log(`answered 503: ${refused}\n`);
  const differing = (['traces', 'logs', 'metrics'] as const).filter(
    (signal) => records[signal] !== stored[signal],
  );
  const residents = samples.map(({ resident }) => resident);
  const third = Math.floor(residents.length / 3);
  const reached = printGoals([
    {
      name: 'peak memory',
      measured: stack.collector.peakBytes() / 1e6,
      unit: 'MB',
      atMost: MOST_BYTES / 1e6,
    },
    {
      name: 'memory, last third to the one before',
      measured: mean(residents.slice(2 * third)) / mean(residents.slice(third, 2 * third)),
      unit: '×',
      atMost: MOST_GROWTH,
    },
    { name: 'signals not stored as acknowledged', measured: differing.length, unit: '', atMost: 0 },
  ]);
  process.exitCode = reached ? 0 : 1;
} finally {
  await sender.stop();
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

interface Sample {
  readonly second: number;
  readonly resident: number;
  readonly records: number;
  readonly cpu: number;
}

async function sample(): Promise<Sample[]> {
  const samples: Sample[] = [];
  const started = performance.now();
  while (performance.now() - started < SECONDS * 1_000) {
    await pause(SAMPLE_SECONDS * 1_000);
    const { progress } = await sender.answer<{ progress: Progress }>('progress');
    const { traces, logs, metrics } = progress.records;
    samples.push({
      second: Math.round((performance.now() - started) / 1_000),
      resident: stack.collector.residentBytes(),
      records: traces + logs + metrics,
      cpu: stack.collector.cpu(),
    });
  }
  const every = Math.max(1, Math.floor(samples.length / ROWS));
  printTable(
    ['second', 'records', 'records/s', 'CPU s', 'resident MB'],
    samples
      .filter((_, index) => (index + 1) % every === 0)
      .map(({ second, resident, records, cpu }) => [
        String(second),
        records.toLocaleString('en'),
        Math.round(records / second).toLocaleString('en'),
        cpu.toFixed(1),
        (resident / 1e6).toFixed(0),
      ]),
  );
  return samples;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
