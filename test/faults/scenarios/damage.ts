import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JournalFile, type Place, RECORDS, writeJournals } from '../journals.ts';
import { Ledger } from '../ledger.ts';
import { type Random, seededRandom } from '../random.ts';
import { createRun } from '../requests.ts';
import type { Rig } from '../rig.ts';
import { accountOf, type Report, type Scenario } from '../scenario.ts';

/** One file of the journal, how it is damaged, and the bytes that can then not be read. */
interface Damage {
  readonly bytes: Buffer;
  readonly lost: Place | undefined;
  readonly lostBytes: number;
}
type Harm = (file: JournalFile) => Damage;

/** The file ends `offset` bytes after the beginning of its last record. */
const cutAt =
  (offset: number): Harm =>
  ({ bytes, places }) => {
    const last = places.at(-1) as Place;
    const at = Math.min(last.start + offset, last.end - 1);
    return { bytes: bytes.subarray(0, at), lost: last, lostBytes: at - last.start };
  };

const flip =
  (at: number, bit: number): Harm =>
  ({ bytes, places }) => {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] as number) ^ (1 << bit);
    const lost = places.find(({ start, end }) => at >= start && at < end) as Place;
    return { bytes: flipped, lost, lostBytes: lost.end - lost.start };
  };

const BITS = [0, 1, 2, 3, 4, 5, 6, 7];

/** Every offset of the last record; every bit of every header, one bit of every byte of a body. */
function harmsTo(file: JournalFile, random: Random): Record<'cuts' | 'flips', Harm[]> {
  const last = file.places.at(-1) as Place;
  const offsets = Array.from({ length: last.end - last.start }, (_, offset) => offset);
  const flips = file.places.flatMap(({ start, body, end }) =>
    Array.from({ length: end - start }, (_, n) => start + n).flatMap((at) => {
      const bits = at < body ? BITS : [random.integer(0, 7)];
      return bits.map((bit) => flip(at, bit));
    }),
  );
  return { cuts: offsets.map(cutAt), flips };
}

const every = (step: number, harms: readonly Harm[]): Harm[] =>
  harms.filter((_, index) => index % step === 0);

/** Each damage in a file of its own; one collector takes up all of them. `step` 1: all damages. */
export const damage = (step: number): Scenario => ({
  name: 'journal cut at any byte of its last record, one bit flipped anywhere',
  async run(rig, seed) {
    const run = createRun('damage');
    const [pattern] = await writeJournals(run, 1);
    const { cuts, flips } = harmsTo(pattern as JournalFile, seededRandom(seed));
    const harms = [...every(step, cuts), ...every(step, flips)];
    const files = await writeJournals(run, harms.length);

    const ledger = new Ledger();
    let expectedBytes = 0;
    let damaged = 0;
    if (!existsSync(rig.journalDir)) mkdirSync(rig.journalDir, { mode: 0o700 });
    const setAsideBefore = setAside(rig);
    files.forEach((file, index) => {
      const { bytes, lost, lostBytes } = (harms[index] as Harm)(file);
      writeFileSync(join(rig.journalDir, file.name), bytes, { mode: 0o600 });
      for (const { request } of file.places) {
        ledger.sent(request);
        if (request !== lost?.request) ledger.acknowledged(request);
      }
      expectedBytes += lostBytes;
      if (lostBytes > 0) damaged += 1;
    });

    const counted = await takeUp(rig);
    const report = await accountOf(rig, run, ledger);
    const again = await takeUp(rig);
    return judge(report, [
      ['starts of the collector', counted.starts + again.starts, 2],
      ['bytes counted as damaged', counted.bytes, expectedBytes],
      ['pieces set aside', setAside(rig) - setAsideBefore, damaged],
      ['good records stored', Number(report.figures['stored']), files.length * (RECORDS - 1)],
      ['bytes counted again at the next start', again.bytes, 0],
      ['cuts', every(step, cuts).length],
      ['flipped bits', every(step, flips).length],
    ]);
  },
});

const setAside = ({ journalDir }: Rig): number => {
  const directory = join(journalDir, 'damaged');
  return existsSync(directory) ? readdirSync(directory).length : 0;
};

async function takeUp(rig: Rig): Promise<{ starts: number; bytes: number }> {
  await rig.collector.start();
  const { starts } = rig.collector;
  try {
    await rig.drained();
    return { starts, bytes: await rig.metric('journal_damaged_bytes_total') };
  } finally {
    await rig.collector.kill();
  }
}

function judge(
  report: Report,
  found: readonly (readonly [name: string, value: number, expected?: number])[],
): Report {
  const wrong = found.filter(([, value, expected]) => expected !== undefined && value !== expected);
  return {
    figures: {
      ...Object.fromEntries(found.map(([name, value]) => [name, value])),
      ...report.figures,
    },
    violations: [
      ...report.violations,
      ...wrong.map(([name, value, expected]) => `${name}: ${value}, expected ${expected}`),
    ],
  };
}
