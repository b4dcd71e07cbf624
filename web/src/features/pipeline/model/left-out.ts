import { countOf, formatCount } from '../../../shared/format/number.ts';
import type { Pipeline } from '../api/queries.ts';

export type Stage = 'received' | 'decoded' | 'journal' | 'store';

/** Something that did not go the whole way, or not as it came, in the range that is shown. */
export interface LeftOut {
  readonly stage: Stage;
  /** What became of it: `requests refused`. */
  readonly what: string;
  readonly signal: string;
  readonly reason: string;
  readonly total: number;
  /** Nothing is missing because of it. */
  readonly harmless: boolean;
}

interface Counted {
  readonly total: number;
  readonly signal?: string;
  readonly reason?: string;
}

const CUT_WORDS: Readonly<Record<string, string>> = {
  attributes: 'attributes over the limit',
  events: 'events over the limit',
  links: 'links over the limit',
  exemplars: 'exemplars over the limit',
  value: 'ends of long values',
  series: 'points of series over the limit, kept in the overflow series',
};

/** Everything that was left out, stage by stage; nothing is without its number here. */
export function leftOutOf({ received, decoded, journal, store }: Pipeline): LeftOut[] {
  const lines = (stage: Stage, what: string, counted: readonly Counted[], harmless = false) =>
    counted
      .filter(({ total }) => total > 0)
      .map(({ total, signal = '', reason = '' }) => ({
        stage,
        what,
        signal: signal === 'none' ? '' : signal,
        reason: reason.replaceAll('_', ' '),
        total,
        harmless,
      }));
  const cuts = decoded.cut.map((cut) => ({ ...cut, reason: CUT_WORDS[cut.reason] ?? cut.reason }));
  return [
    ...lines('received', 'requests refused', received.refused),
    ...lines('received', 'connections closed', received.closed),
    ...lines('received', 'requests repeated', [{ ...received.repeated, reason: STORED }], true),
    ...lines('decoded', 'records rejected', decoded.rejected),
    ...lines('decoded', 'cut from records', cuts, true),
    ...lines('journal', 'bytes unreadable', [{ ...journal.damagedBytes, reason: DAMAGED }]),
    ...lines('store', 'blocks refused', [{ ...store.refusedSegments, reason: KEPT }]),
    ...lines('store', 'inserts failed', [{ ...store.failures, reason: AGAIN }], true),
  ];
}

const STORED = 'acknowledged before, stored once';
const DAMAGED = 'kept in the folder damaged/';
const KEPT = 'kept in the folder refused/';
const AGAIN = 'tried again until they succeed';

/** One line a kind: `12 requests refused`, with the reasons behind it. */
export interface LeftOutSummary {
  readonly words: string;
  readonly reasons: string;
  readonly harmless: boolean;
}

export function summariesOf(all: readonly LeftOut[], stage: Stage): LeftOutSummary[] {
  const here = Map.groupBy(
    all.filter((one) => one.stage === stage),
    ({ what }) => what,
  );
  return [...here].map(([what, same]) => ({
    words: wordsOf(what, total(same)),
    reasons: reasonsOf(same),
    harmless: same.every(({ harmless }) => harmless),
  }));
}

const total = (all: readonly LeftOut[]): number =>
  Math.round(all.reduce((sum, one) => sum + one.total, 0));

function wordsOf(what: string, number: number): string {
  const [things = '', ...rest] = what.split(' ');
  if (!things.endsWith('s')) return `${formatCount(number)} ${what}`;
  return `${countOf(number, things.slice(0, -1))} ${rest.join(' ')}`;
}

function reasonsOf(same: readonly LeftOut[]): string {
  const byReason = [...Map.groupBy(same, ({ reason }) => reason)];
  if (byReason.length === 1) return byReason[0]![0];
  return byReason
    .map(([reason, alike]) => [reason, total(alike)] as const)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, number]) => `${reason} ${formatCount(number)}`)
    .join(', ');
}
