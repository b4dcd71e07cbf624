import type { Questionable } from '@nunchi/store';
import type { AlarmRule } from '@nunchi/store/alarms/rule';
import type { ActionSnapshot, Verification } from '@nunchi/store/control/snapshots';
import { combine } from '@nunchi/store/language/ast';
import { printQuery } from '@nunchi/store/language/print';
import { measureSteps } from '@nunchi/store/queries/alarms/measure-steps';
import { rangeOfMs } from '@nunchi/store/queries/time';
import { listed } from '../act/words.ts';
import type { Period, Periods } from './timing.ts';
import { judge, type Samples } from './verdict.ts';

/** A query may not have many more terms. */
const MOST_CALLERS = 100;

/**
 * Compares the measure that raised the alarm before and after an action. The peer of an open
 * breaker gets no calls any more, so the measure is taken over its callers' own requests.
 */
export async function compare(
  store: Questionable,
  { callers }: Pick<ActionSnapshot, 'callers'>,
  rule: AlarmRule | undefined,
  periods: Periods,
  now: number,
): Promise<Verification> {
  const condition = rule?.condition;
  if (condition?.kind !== 'threshold') {
    const why = rule ? 'its rule looks at no measure' : 'its rule is gone';
    return notCompared(periods, now, `before and after cannot be compared: ${why}`);
  }
  const { measure, op } = condition;
  const { stepMs } = periods;
  const query = serviceQuery(callers.slice(0, MOST_CALLERS));
  const samplesOf = async (period: Period): Promise<Samples> => {
    const range = rangeOfMs(period.from, period.to);
    const [series] = await measureSteps(store, { query, measure, by: [] }, range, {
      stepMs,
    });
    const count = (period.to - period.from) / stepMs;
    const nothing = Array.from({ length: count }, () => null);
    return { ...period, samples: series?.steps.map(({ value }) => value) ?? nothing };
  };
  const before = await samplesOf(periods.before);
  const after = await samplesOf(periods.after);
  const lowerIsBetter = op.startsWith('>');
  const of = listed(callers);
  return judge({ before, after, measure, query, of, lowerIsBetter, stepMs }, now);
}

function serviceQuery(services: readonly string[]): string {
  const terms = services.map((service) => ({
    kind: 'equals' as const,
    field: { kind: 'column' as const, name: 'service' as const },
    parts: [service],
    place: { offset: 0, length: 0 },
  }));
  return printQuery(combine('or', terms));
}

function notCompared(
  { before, after, stepMs }: Periods,
  at: number,
  explanation: string,
): Verification {
  const nothing = { samples: [], median: null };
  return {
    verdict: 'inconclusive',
    at,
    measure: '',
    query: '',
    stepMs,
    before: { ...before, ...nothing },
    after: { ...after, ...nothing },
    pValue: null,
    effectSize: null,
    explanation,
  };
}
