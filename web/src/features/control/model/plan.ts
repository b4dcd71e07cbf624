import type { Action } from '../../../api/types.ts';
import { spanWords } from '../../../shared/alarms/spans.ts';
import { countOf } from '../../../shared/format/number.ts';
import { isInForce } from '../../../shared/story/outcomes.ts';

const LIST = new Intl.ListFormat('en');

/** What a person is asked, or may say, about an action now. */
export interface OpenActions {
  /** Wait for a word; what expires first comes first. */
  readonly waiting: readonly Action[];
  /** Are in force; the newest first. */
  readonly inForce: readonly Action[];
}

export function openActions(actions: readonly Action[]): OpenActions {
  return {
    waiting: actions
      .filter(({ state }) => state === 'waiting')
      .sort((a, b) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity)),
    inForce: actions
      .filter(({ state }) => isInForce(state))
      .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0)),
  };
}

/** `Open the breakers towards payment for 1 min` */
export const planWords = ({ peer, forMs }: Pick<Action, 'peer' | 'forMs'>): string =>
  `Open the breakers towards ${peer} for ${spanWords(forMs)}`;

/** `Breakers towards payment are held open` */
export const inForceWords = ({ peer }: Pick<Action, 'peer'>): string =>
  `Breakers towards ${peer} are held open`;

/** Exactly what will happen, in sentences. */
export function planDetails(action: Action): string[] {
  const { callers, targets, addresses, peer, forMs } = action;
  const count = targets.length > 0 ? countOf(targets.length, 'instance') : 'All instances';
  const who = `${count} of ${callers.length > 0 ? LIST.format(callers) : 'its callers'}`;
  const where = addresses.length > 0 ? ` (${addresses.join(', ')})` : '';
  return [
    `${who} stop calling ${peer}${where}; those calls fail at once.`,
    `After ${spanWords(forMs)} each lets one call at a time through and closes its breaker when they succeed again.`,
    'The measure of the alarm is compared before and after; what does not help is taken back.',
  ];
}
