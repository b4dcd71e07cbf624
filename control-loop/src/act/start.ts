import type { ActionSnapshot } from '@nunchi/store/control/snapshots';
import { whatItDoes } from './words.ts';

/** An action from now on in force, until its time is over. */
export function start(
  action: ActionSnapshot,
  now: number,
): { readonly action: ActionSnapshot; readonly summary: string } {
  return {
    action: { ...action, state: 'started', startedAt: now, endsAt: now + action.forMs },
    summary: `Opens ${whatItDoes(action)}.`,
  };
}
