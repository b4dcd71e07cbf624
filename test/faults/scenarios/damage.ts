import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createJournals, type JournalFile, type Place } from '../journals.ts';
import { Ledger } from '../ledger.ts';
import { type Random, seededRandom } from '../../random.ts';
import { createRun, type Run } from '../requests.ts';
import type { Rig } from '../rig.ts';
import { accountOf, type Report, type Scenario } from '../scenario.ts';

/** A file of the journal with damage in it. */
interface Damaged {
  readonly file: JournalFile;
  readonly bytes: Buffer;
  /** The requests that can then not be read, … */
  readonly lost: readonly Place[];
  /** … and how much is left of them, in how many pieces. */
  readonly lostBytes: number;
  readonly pieces: number;
}

const RECORDS = 3;

/** The file ends `offset` bytes after the beginning of its last record. */
function cut(file: JournalFile, offset: number): Damaged {
  const last = file.places.at(-1) as Place;
  const bytes = file.bytes.subarray(0, last.start + offset);
  return { file, bytes, lost: [last], lostBytes: offset, pieces: offset > 0 ? 1 : 0 };
}

/** Where in a record, header first, a bit is flipped. */
interface Flip {
  readonly offset: number;
  readonly bit: number;
}

const FLIPS_PER_FILE = 20;

/** Every other record, the first and the last too, has one bit flipped. */
function flip(file: JournalFile, flips: readonly Flip[]): Damaged {
  const bytes = Buffer.from(file.bytes);
  const lost = flips.map(({ offset, bit }, index) => {
    const place = file.places[2 * index] as Place;
    const at = place.start + offset;
    bytes[at] = (bytes[at] as number) ^ (1 << bit);
    return place;
  });
  const lostBytes = lost.reduce((sum, { start, end }) => sum + end - start, 0);
  return { file, bytes, lost, lostBytes, pieces: lost.length };
}

const BITS = [0, 1, 2, 3, 4, 5, 6, 7];

/** Every bit of the header, and one bit of every byte of the body. */
function flipsOf({ body, end }: Place, random: Random): Flip[] {
  return Array.from({ length: end }, (_, offset) => offset).flatMap((offset) => {
    const bits = offset < body ? BITS : [random.integer(0, 7)];
    return bits.map((bit) => ({ offset, bit }));
  });
}

async function createDamaged(run: Run, step: number, random: Random): Promise<Damaged[]> {
  const journals = await createJournals(run);
  const every = <T>(all: readonly T[]) => all.filter((_, index) => index % step === 0);
  const offsets = every(Array.from({ length: journals.recordBytes }, (_, offset) => offset));
  const toCut = await journals.write(offsets.length, RECORDS);

  const flips = every(flipsOf(toCut[0]?.places[0] as Place, random));
  const groups = Array.from({ length: Math.ceil(flips.length / FLIPS_PER_FILE) }, (_, n) =>
    flips.slice(n * FLIPS_PER_FILE, (n + 1) * FLIPS_PER_FILE),
  );
  const toFlip = await journals.write(groups.length, 2 * FLIPS_PER_FILE - 1);
  return [
    ...toCut.map((file, index) => cut(file, offsets[index] as number)),
    ...toFlip.map((file, index) => flip(file, groups[index] as Flip[])),
  ];
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

/** One collector takes up all of the damaged files. `step` 1: every damage, 2: every other one. */
export const damage = (step: number): Scenario => ({
  name: 'journal cut at any byte of its last record, one bit flipped anywhere',
  async run(rig, seed) {
    const run = createRun('damage');
    const all = await createDamaged(run, step, seededRandom(seed));
    if (!existsSync(rig.journalDir)) mkdirSync(rig.journalDir, { mode: 0o700 });
    const setAsideBefore = setAside(rig);
    const ledger = new Ledger();
    for (const { file, bytes, lost } of all) {
      writeFileSync(join(rig.journalDir, file.name), bytes, { mode: 0o600 });
      for (const place of file.places) {
        ledger.sent(place.request);
        if (!lost.includes(place)) ledger.acknowledged(place.request);
      }
    }

    const counted = await takeUp(rig);
    const report = await accountOf(rig, run, ledger);
    const again = await takeUp(rig);
    const cuts = all.filter(({ file }) => file.places.length === RECORDS).length;
    return judge(report, [
      ['cuts', cuts],
      ['flipped bits', sum(all.map(({ lost }) => lost.length)) - cuts],
      ['starts of the collector', counted.starts + again.starts, 2],
      ['bytes counted as damaged', counted.bytes, sum(all.map(({ lostBytes }) => lostBytes))],
      ['pieces set aside', setAside(rig) - setAsideBefore, sum(all.map(({ pieces }) => pieces))],
      ['good records', Number(report.figures['stored']), ledger.acknowledgedRecords],
      ['bytes counted again at the next start', again.bytes, 0],
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
