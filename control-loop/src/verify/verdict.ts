import type { Measure } from '@nunchi/store/alarms/rule';
import { measureInWords, valueInWords } from '@nunchi/store/alarms/words';
import type { Verification } from '@nunchi/store/control/snapshots';
import { mannWhitney } from './mann-whitney.ts';

/** With fewer steps that have requests on a side, nothing can be said. */
const FEWEST_SAMPLES = 4;
const MOST_P = 0.05;
/** Below, Cliff's delta is called small or negligible. */
const LEAST_EFFECT = 0.33;

export interface Samples {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** The measure in equal steps; null: a step without requests. */
  readonly samples: readonly (number | null)[];
}

export interface Comparison {
  readonly before: Samples;
  readonly after: Samples;
  readonly measure: Measure;
  readonly query: string;
  /** Whose measure it is, in words. */
  readonly of: string;
  readonly lowerIsBetter: boolean;
  readonly stepMs: number;
}

/** Whether the measure became better, and how sure that is. */
export function judge(comparison: Comparison, now: number): Verification {
  const { before, after, lowerIsBetter, measure, query, stepMs } = comparison;
  const [old, fresh] = [known(before), known(after)];
  const common = {
    at: now,
    measure,
    query,
    stepMs,
    before: { ...before, samples: [...before.samples], median: median(old) },
    after: { ...after, samples: [...after.samples], median: median(fresh) },
  };
  if (Math.min(old.length, fresh.length) < FEWEST_SAMPLES) {
    const explanation = tooFew(comparison, old.length, fresh.length);
    return { ...common, verdict: 'inconclusive', pValue: null, effectSize: null, explanation };
  }
  const { pValue, delta } = mannWhitney(old, fresh);
  const effectSize = lowerIsBetter ? delta : -delta;
  const verdict = verdictOf(pValue, effectSize);
  const explanation = inWords(comparison, old, fresh, { pValue, effectSize, verdict });
  return { ...common, verdict, pValue, effectSize, explanation };
}

function verdictOf(pValue: number, effectSize: number): 'helped' | 'worse' | 'no-effect' {
  if (pValue >= MOST_P || Math.abs(effectSize) < LEAST_EFFECT) return 'no-effect';
  return effectSize > 0 ? 'helped' : 'worse';
}

const VERDICT_WORDS = {
  helped: 'it helped',
  worse: 'it made it worse',
  'no-effect': 'it had no effect',
} as const;

function inWords(
  { measure, of, stepMs }: Comparison,
  old: readonly number[],
  fresh: readonly number[],
  result: { pValue: number; effectSize: number; verdict: keyof typeof VERDICT_WORDS },
): string {
  const [from, to] = [median(old) ?? 0, median(fresh) ?? 0];
  const moved = to < from ? 'fell' : to > from ? 'rose' : 'stayed';
  const values =
    from === to
      ? `at ${valueInWords(measure, to)}`
      : `from ${valueInWords(measure, from)} to ${valueInWords(measure, to)}`;
  const p = result.pValue < 0.001 ? 'p < 0.001' : `p = ${result.pValue.toFixed(3)}`;
  return (
    `${measureInWords(measure)} of ${of} ${moved} ${values} ` +
    `(median of ${old.length} and ${fresh.length} steps of ${stepMs / 1_000} s), ` +
    `${p}, effect ${result.effectSize.toFixed(2)}: ${VERDICT_WORDS[result.verdict]}`
  );
}

function tooFew({ measure, of, stepMs }: Comparison, old: number, fresh: number): string {
  return (
    `${measureInWords(measure)} of ${of} cannot be compared: ${old} steps of ${stepMs / 1_000} s ` +
    `with requests before and ${fresh} after, and each side needs ${FEWEST_SAMPLES}`
  );
}

function known({ samples }: Samples): number[] {
  return samples.filter((value) => value !== null);
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return ((low ?? 0) + (high ?? 0)) / 2;
}
