import type { Questionable } from '@nunchi/store';
import { keepNewest } from '../../model/keep-newest.ts';

const FOR_MS = 60_000;
const MOST = 200;

interface Kept {
  readonly until: number;
  readonly answer: Promise<unknown>;
}

const kept = new WeakMap<Questionable, Map<string, Kept>>();

/**
 * The answer of the last minute to the same question of the same store, else the one of `ask`: for
 * what is asked for with each page and hardly changes. Failures are not kept.
 */
export function remembered<Answer>(
  store: Questionable,
  question: string,
  ask: () => Promise<Answer>,
  now: () => number = () => performance.now(),
): Promise<Answer> {
  const answers = kept.get(store) ?? new Map<string, Kept>();
  kept.set(store, answers);
  const known = answers.get(question);
  if (known && now() < known.until) return known.answer as Promise<Answer>;
  answers.delete(question);
  const answer = ask();
  answers.set(question, { until: now() + FOR_MS, answer });
  answer.catch(() => answers.delete(question));
  keepNewest(answers, MOST);
  return answer;
}
