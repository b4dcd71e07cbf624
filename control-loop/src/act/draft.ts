import type { NewEvent } from '@nunchi/store/control/events';
import type { ActionSnapshot } from '@nunchi/store/control/snapshots';
import type { LoopState } from '../log/state.ts';
import { actionsOf } from './desired.ts';

type Change = Partial<Omit<ActionSnapshot, 'id' | 'kind' | 'state' | 'reason'>>;

/**
 * The events of one decision as they come together, and the actions as they are after them: what
 * is decided first counts for what is decided next.
 */
export class Draft {
  readonly state: LoopState;
  readonly events: NewEvent[] = [];
  readonly #actions: Map<string, ActionSnapshot>;
  /** Where the newest event of an action stands in this draft. */
  readonly #placed = new Map<string, number>();

  constructor(state: LoopState) {
    this.state = state;
    this.#actions = new Map(actionsOf(state).map((action) => [action.id, action]));
  }

  get actions(): readonly ActionSnapshot[] {
    return [...this.#actions.values()];
  }

  has(id: string): boolean {
    return this.#actions.has(id);
  }

  add(event: NewEvent): void {
    this.events.push(event);
  }

  /** A new action, because of its alarm. Times and state are those of its first event. */
  propose(
    action: ActionSnapshot,
    alarm: { readonly chain: string; readonly sequence: number },
    summary: string,
  ): void {
    this.#note(action, alarm.chain, alarm.sequence, action.proposedAt, summary);
  }

  /** An action's next state. */
  move(
    id: string,
    state: ActionSnapshot['state'],
    now: number,
    { reason, summary, ...change }: Change & { readonly reason: string; readonly summary: string },
  ): ActionSnapshot {
    const before = this.#actions.get(id);
    const last = this.state.action.get(id);
    if (!before || !last) throw new Error(`action ${id} is not in the log`);
    const placed = this.#placed.get(id);
    const cause = placed === undefined ? last.sequence : placed - this.events.length;
    const after: ActionSnapshot = { ...before, ...change, state, reason };
    this.#note(after, last.chain, cause, now, summary);
    return after;
  }

  #note(action: ActionSnapshot, chain: string, cause: number, time: number, summary: string): void {
    this.#actions.set(action.id, action);
    this.#placed.set(action.id, this.events.length);
    this.events.push({
      type: `action.${action.state}`,
      time,
      subject: action.id,
      chain,
      service: action.peer,
      summary,
      cause,
      body: action,
    });
  }
}
