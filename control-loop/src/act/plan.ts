import type { NewEvent } from '@nunchi/store/control/events';
import type { LoopState } from '../log/state.ts';
import { IN_FORCE } from './desired.ts';
import { Draft } from './draft.ts';
import { stepInForce } from './in-force.ts';
import { noteKillSwitch } from './kill-switch.ts';
import type { Observations } from './observations.ts';
import { proposals, propose } from './propose.ts';
import { stepWaiting } from './waiting.ts';

/**
 * What is to be done about actions, by what the log says and what is seen now. Level-triggered:
 * planned again on the state that it led to, it plans nothing.
 *
 * ```
 * dry-run
 * waiting ─► started ─► applied ─► verified ─► ended
 *    │          │           └─────────┴──────► rolled-back
 *    │          └─► failed
 *    └─► rejected, expired, refused
 * ```
 */
export function plan(state: LoopState, seen: Observations): readonly NewEvent[] {
  const draft = new Draft(state);
  noteKillSwitch(draft, seen);
  for (const action of inOrder(draft)) {
    if (action.state === 'waiting') stepWaiting(draft, action, seen);
    else if (IN_FORCE.has(action.state)) stepInForce(draft, action, seen);
  }
  for (const proposal of proposals(state, seen)) propose(draft, proposal, seen);
  return draft.events;
}

/** The peers of which it has to be known who calls them. */
export function peersToAsk(
  state: LoopState,
  seen: Pick<Observations, 'rules' | 'now' | 'decisions'>,
): ReadonlySet<string> {
  const approved = new Set(
    seen.decisions.filter(({ body }) => body.word === 'approve').map(({ id }) => id),
  );
  const waiting = [...state.action.values()].filter(
    ({ body }) => body.state === 'waiting' && approved.has(body.id),
  );
  return new Set([
    ...proposals(state, seen).map(({ action }) => action.peer),
    ...waiting.map(({ body }) => body.peer),
  ]);
}

function inOrder(draft: Draft) {
  return draft.actions.toSorted((a, b) => a.proposedAt - b.proposedAt);
}
