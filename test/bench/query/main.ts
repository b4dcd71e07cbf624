// `npm run bench query`: how long answers take out of a store with 20 million spans of a day.
// `-- --spans 2000000` for a smaller one; `-- --keep DIR` fills DIR, or asks what is there;
// `-- --only 'map|trace by id'` asks the questions alone whose names this regular expression finds.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Goal, printGoals, printTable } from '../ingest/report.ts';
import { Client, dropCaches, latencies, type Latencies } from './ask.ts';
import { fill } from './data/fill.ts';
import { whileIngesting } from './load.ts';
import type { Asked, Question } from './question.ts';
import { QUESTIONS } from './questions/index.ts';
import { type Compared, compareWithLean } from './ratio.ts';
import { startQueryStack } from './stack.ts';

const { values } = parseArgs({
  options: {
    spans: { type: 'string', default: '20000000' },
    keep: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const SPANS = Number(values.spans);
/** Different ones of each kind and phase: so many that a few slow ones do not make the p95. */
const ASKED = 100;
const ASKED_COLD = 40;
const WARM_UP = 4;
const COMPARED = 8;
const INGEST_PER_SECOND = 20_000;

const dataDir = values.keep ?? mkdtempSync(join(tmpdir(), 'nunchi-bench-query-'));
mkdirSync(dataDir, { recursive: true });
const stack = await startQueryStack(dataDir);
const client = new Client(stack.apiUrl);

interface Measured {
  readonly question: Question;
  readonly cold: Latencies;
  readonly warm: Latencies;
  readonly compared: Compared;
  readonly loaded: Latencies;
}

try {
  const filled = await fill(stack.store, SPANS);
  const kinds = await Promise.all(
    QUESTIONS.filter(({ name }) => new RegExp(values.only).test(name)).map(async (question) => ({
      question,
      asked: await question.make(stack.store, filled, ASKED_COLD + WARM_UP + 2 * ASKED),
    })),
  );
  const part = (from: number, count: number) =>
    kinds.map(({ question, asked }) => ({ question, asked: asked.slice(from, from + count) }));

  const cold = await inRounds(part(0, ASKED_COLD), () => dropCaches(stack.store));
  await inRounds(part(ASKED_COLD, WARM_UP));
  const warm = await inRounds(part(ASKED_COLD + WARM_UP, ASKED));
  const compared: Compared[] = [];
  for (const { asked } of part(ASKED_COLD + WARM_UP, COMPARED)) {
    compared.push(await compareWithLean(stack.reader, asked));
  }
  let loaded: Latencies[] = [];
  const taken = await whileIngesting(stack, INGEST_PER_SECOND, async () => {
    loaded = await inRounds(part(ASKED_COLD + WARM_UP + ASKED, ASKED));
  });
  const measured = kinds.map(({ question }, index) => ({
    question,
    cold: cold[index] as Latencies,
    warm: warm[index] as Latencies,
    compared: compared[index] as Compared,
    loaded: loaded[index] as Latencies,
  }));
  print(measured, taken);
  process.exitCode = printGoals(goalsOf(measured)) ? 0 : 1;
} finally {
  await client.close();
  await stack.stop();
  if (values.keep === undefined) rmSync(dataDir, { recursive: true, force: true });
}

/** Asks one of each kind in turns, so that what else the machine does falls on all of them. */
async function inRounds(
  kinds: readonly { readonly question: Question; readonly asked: readonly Asked[] }[],
  before?: () => Promise<void>,
): Promise<Latencies[]> {
  const taken = kinds.map((): number[] => []);
  for (let round = 0; round < (kinds[0]?.asked.length ?? 0); round++) {
    for (const [index, { question, asked }] of kinds.entries()) {
      await before?.();
      taken[index]?.push(await client.ask(question, asked[round] as Asked));
    }
  }
  return taken.map(latencies);
}

function print(measured: readonly Measured[], taken: number): void {
  console.log(
    `\n${ASKED} different questions of each kind (cold: ${ASKED_COLD}), in ms; ingesting ${Math.round(taken).toLocaleString('en')} spans/s\n`,
  );
  const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0);
  printTable(
    [
      'question',
      'cold p50',
      'p95',
      'warm p50',
      'p95',
      'ingesting p50',
      'p95',
      'ClickHouse',
      'leanest',
      'ratio',
    ],
    measured.map(({ question, cold, warm, loaded, compared }) => [
      question.name,
      ...[cold, warm, loaded].flatMap(({ p50Ms, p95Ms }) => [ms(p50Ms), ms(p95Ms)]),
      ms(compared.apiMs),
      ms(compared.leanMs),
      (compared.apiMs / compared.leanMs).toFixed(2),
    ]),
  );
}

function goalsOf(measured: readonly Measured[]): Goal[] {
  return measured.flatMap(({ question: { name, atMostMs }, warm, loaded, compared }) => [
    { name: `${name}: p95, warm`, measured: warm.p95Ms, unit: 'ms', atMost: atMostMs },
    {
      name: `${name}: to the leanest SQL`,
      measured: compared.apiMs / compared.leanMs,
      unit: '×',
      atMost: 1.3,
    },
    {
      name: `${name}: p95 while ingesting to without`,
      measured: loaded.p95Ms / warm.p95Ms,
      unit: '×',
      atMost: 2,
    },
  ]);
}
