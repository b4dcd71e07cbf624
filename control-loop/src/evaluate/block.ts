import { kindOf, type NewEvent } from '@nunchi/store/control/events';
import type { Decision, EventLog } from '../log/log.ts';

/** A block is one string on its way to the store: a rule with a thousand alarms makes several. */
const MOST_CHARACTERS = 4_000_000;
/** What is left then is decided at the next evaluation. */
const MOST_BLOCKS = 200;

/**
 * Decides and stores block after block. What a block leaves out is decided again on the state
 * after it, so the decision must not decide twice what the log has already.
 */
export async function decideInBlocks(
  log: Pick<EventLog, 'decide'>,
  decision: Decision,
  most: number = MOST_CHARACTERS,
): Promise<void> {
  for (let blocks = 0, left = true; left && blocks < MOST_BLOCKS; blocks += 1) {
    await log.decide((state) => {
      const events = decision(state);
      const block = firstBlock(events, most);
      left = block.length < events.length;
      return block;
    });
  }
}

/** As many of the events as fit: at least one alarm, and always with the notifications behind it. */
export function firstBlock(events: readonly NewEvent[], most: number): readonly NewEvent[] {
  let characters = 0;
  let ofAlarm = 0;
  for (const [index, event] of events.entries()) {
    if (kindOf(event.type) === 'alarm') {
      ofAlarm = JSON.stringify(event).length;
      if (index > 0 && characters + ofAlarm > most) return events.slice(0, index);
    }
    // A notification holds its alarm.
    characters += ofAlarm;
  }
  return events;
}
