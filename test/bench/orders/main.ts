// `npm run bench orders`: which order of the table of spans is the best, of those worth a thought.
// `-- --spans 2000000` for fewer spans; `-- --keep DIR` for a store that `bench query` has filled.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printTable } from '../ingest/report.ts';
import { bytesOnDisk, mergeAll } from '../ingest/tables.ts';
import { latencies } from '../query/ask.ts';
import { HOUR, rangeParameters, within } from '../../../store/queries/time.ts';
import { type Filled, fill, quiet } from '../query/data/fill.ts';
import type { Asked } from '../query/question.ts';
import { BY_SPANS } from '../query/questions/index.ts';
import { apiOver, TimedStore } from '../query/ratio.ts';
import { type QueryStack, startQueryStack } from '../query/stack.ts';

const { values } = parseArgs({
  options: { spans: { type: 'string', default: '10000000' }, keep: { type: 'string' } },
});
const ASKED = 12;
const TURNS = 2;
/** What is inserted to see what inserting costs, in blocks like the collector's. */
const INSERTED = 500_000;
const BLOCK = 50_000;

interface Order {
  readonly key: string;
  /** What time is rounded to, where it is. Questions have to say it, so that the index is used. */
  readonly rounded?: string;
}

const ORDERS: Readonly<Record<string, Order>> = {
  time: { key: 'start_time' },
  five_minutes: {
    key: 'toStartOfFiveMinutes(toDateTime(start_time)), service, start_time',
    rounded: 'toStartOfFiveMinutes',
  },
  service_first: { key: 'service, start_time' },
  hour_name: {
    key: 'toStartOfHour(toDateTime(start_time)), service, name, start_time',
    rounded: 'toStartOfHour',
  },
};

/** As `startedBetween` and `withinTimes` say it. */
const BETWEEN =
  /start_time >= fromUnixTimestamp64Nano\(\{(\w+):Int64\}, 'UTC'\) AND start_time < fromUnixTimestamp64Nano\(\{(\w+):Int64\}, 'UTC'\)/g;
const IN_MINUTES = 'toStartOfMinute(toDateTime(start_time)) IN {minutes:Array(DateTime)}';

const dataDir = values.keep ?? mkdtempSync(join(tmpdir(), 'nunchi-bench-orders-'));
mkdirSync(dataDir, { recursive: true });
const stack = await startQueryStack(dataDir);
try {
  const filled = await fill(stack.store, Number(values.spans));
  const tables = Object.keys(ORDERS).map((name) => `spans_${name}`);
  const costs: Cost[] = [];
  for (const table of tables) costs.push(await makeCopy(stack, filled, table));
  const took: string[][] = [];
  for (const question of BY_SPANS) {
    const asked = await question.make(stack.store, filled, ASKED);
    took.push([question.name, ...(await askAll(stack, tables, asked))]);
  }
  console.log(
    `\nClickHouse's CPU for an answer of the query API / how long it took (median), in ms\n`,
  );
  printTable(
    ['', ...Object.keys(ORDERS)],
    [
      ...took,
      ['CPU s of a million inserted', ...costs.map(({ cpu }) => cpu.toFixed(2))],
      ['bytes of a span', ...costs.map(({ bytes }) => bytes.toFixed(1))],
    ],
  );
} finally {
  await stack.stop();
  if (values.keep === undefined) rmSync(dataDir, { recursive: true, force: true });
}

interface Cost {
  /** Seconds of the engine's CPU for a million spans, merges included. */
  readonly cpu: number;
  readonly bytes: number;
}

/** The same spans in another order, with the same columns, codecs and indexes. */
async function makeCopy(
  { store, engine }: QueryStack,
  { range }: Filled,
  table: string,
): Promise<Cost> {
  const { key } = orderOf(table);
  const [like] = await store.rows<{ statement: string }>('SHOW CREATE TABLE spans');
  const create = (like?.statement ?? '')
    .replace(/^CREATE TABLE \S+/, `CREATE TABLE ${table}`)
    .replace(/ORDER BY .*\n/, `ORDER BY (${key})\n`);
  for (const name of [table, 'bench_inserted']) {
    await store.command(`DROP TABLE IF EXISTS ${name} SYNC`);
  }
  await store.command(create);
  // As they arrive: by time, of all services.
  await store.command('CREATE TABLE bench_inserted ENGINE = Memory AS SELECT * FROM spans LIMIT 0');
  const early = { from: range.from + HOUR, to: range.from + 4n * HOUR };
  await store.command(
    `INSERT INTO bench_inserted SELECT * FROM spans WHERE ${within('start_time')}
     ORDER BY start_time LIMIT ${INSERTED} ${inBlocksOf(BLOCK)}`,
    rangeParameters(early),
  );
  const [inserted] = await store.rows<{ n: string }>('SELECT count() AS n FROM bench_inserted');
  await quiet(store);
  const before = engine.cpu();
  await store.command(`INSERT INTO ${table} SELECT * FROM bench_inserted ${inBlocksOf(BLOCK)}`);
  await mergeAll(store, [table]);
  const cpu = ((engine.cpu() - before) * 1_000_000) / Number(inserted?.n);
  await store.command('DROP TABLE bench_inserted SYNC');
  await store.command(`TRUNCATE TABLE ${table} SYNC`);
  for (let from = range.from; from < range.to; from += HOUR) {
    await store.command(
      `INSERT INTO ${table} SELECT * FROM spans WHERE ${within('start_time')} ${inBlocksOf(4 * BLOCK)}`,
      rangeParameters({ from, to: from + HOUR }),
    );
  }
  await quiet(store);
  const [rows] = await store.rows<{ n: string }>(`SELECT count() AS n FROM ${table}`);
  const bytes = (await bytesOnDisk(store, [table])) / Number(rows?.n);
  console.log(`  ${table}: ${cpu.toFixed(2)} s of CPU for a million, ${bytes.toFixed(1)} B a span`);
  return { cpu, bytes };
}

function inBlocksOf(rows: number): string {
  return `SETTINGS async_insert = 0, max_threads = 1, max_insert_threads = 1, max_block_size = ${rows},
     min_insert_block_size_rows = ${rows}, min_insert_block_size_bytes = 0`;
}

/** Of each order ClickHouse's CPU for an answer, in ms, and the time that the median one took. */
async function askAll(
  { reader, engine }: QueryStack,
  tables: readonly string[],
  asked: readonly Asked[],
): Promise<string[]> {
  const answers: string[] = [];
  for (const table of tables) {
    const timed = new TimedStore(reader, (sql) => askedOf(table, sql));
    const api = await apiOver(reader, timed);
    for (const one of asked) await api.answer(one);
    const best = asked.map(() => Infinity);
    const before = engine.cpu();
    for (let turn = 0; turn < TURNS; turn++) {
      for (const [index, one] of asked.entries()) {
        timed.take();
        await api.answer(one);
        best[index] = Math.min(best[index] as number, timed.take());
      }
    }
    const cpuMs = ((engine.cpu() - before) * 1_000) / (TURNS * asked.length);
    await api.close();
    answers.push(`${cpuMs.toFixed(0)} / ${latencies(best).p50Ms.toFixed(0)}`);
  }
  return answers;
}

function orderOf(table: string): Order {
  return ORDERS[table.slice('spans_'.length)] as Order;
}

/** The question, of a table in another order. */
function askedOf(table: string, sql: string): string {
  const copy = sql.replaceAll(/\bFROM spans\b/g, `FROM ${table} AS spans`);
  const { rounded } = orderOf(table);
  if (rounded === undefined) return copy;
  const ofSpan = `${rounded}(toDateTime(start_time))`;
  const of = (name = '') => `${rounded}(toDateTime(intDiv({${name}:Int64}, 1000000000)))`;
  return copy
    .replaceAll(
      BETWEEN,
      (all, from, to) => `${all} AND ${ofSpan} >= ${of(from)} AND ${ofSpan} <= ${of(to)}`,
    )
    .replaceAll(
      IN_MINUTES,
      (all) => `${all} AND ${ofSpan} IN (SELECT ${rounded}(arrayJoin({minutes:Array(DateTime)})))`,
    );
}
