/** An event of the control loop, as the stories need it. */
export interface StoryEvent {
  readonly sequence: number;
  readonly timeMs: number;
  /** `alarm.firing`, `action.started`, … */
  readonly type: string;
  readonly subject: string;
  /** What belongs to one alarm; empty: the event stands alone. */
  readonly chain: string;
  readonly service: string;
  readonly summary: string;
  /** The subject as it was after the event. */
  readonly body: unknown;
}

export interface Step {
  readonly event: StoryEvent;
  /** Since the step before; undefined for the first. */
  readonly lagMs: number | undefined;
  /** Further events that say the same of other instances. */
  readonly more: readonly StoryEvent[];
}

export interface Story {
  /** The chain, or `#<sequence>` of an event that stands alone. */
  readonly id: string;
  readonly steps: readonly Step[];
  readonly firstMs: number;
  readonly lastMs: number;
  /** Newest events of the alarm, and of each action. */
  readonly alarm: StoryEvent | undefined;
  readonly actions: readonly StoryEvent[];
}

/** Events in any order as stories: the newest story first, its steps as they happened. */
export function tellStories(events: readonly StoryEvent[]): Story[] {
  const inOrder = [...new Map(events.map((event) => [event.sequence, event])).values()].sort(
    (a, b) => a.sequence - b.sequence,
  );
  const groups = Map.groupBy(inOrder, storyId);
  return [...groups].map(([id, group]) => tellStory(id, group)).sort(newestFirst);
}

const storyId = ({ chain, sequence }: StoryEvent): string =>
  chain === '' ? `#${sequence}` : chain;

const newestFirst = (a: Story, b: Story): number =>
  b.lastMs - a.lastMs ||
  (b.steps.at(-1)?.event.sequence ?? 0) - (a.steps.at(-1)?.event.sequence ?? 0);

function tellStory(id: string, events: readonly StoryEvent[]): Story {
  const newest = new Map<string, StoryEvent>();
  for (const event of events) {
    if (kindOf(event.type) === 'action') newest.set(event.subject, event);
  }
  return {
    id,
    steps: stepsOf(events),
    firstMs: events[0]?.timeMs ?? 0,
    lastMs: events.at(-1)?.timeMs ?? 0,
    alarm: events.findLast(({ type }) => kindOf(type) === 'alarm'),
    actions: [...newest.values()],
  };
}

/** Each event a step, except that breakers which do the same one after the other are one. */
function stepsOf(events: readonly StoryEvent[]): Step[] {
  const steps: { event: StoryEvent; lagMs: number | undefined; more: StoryEvent[] }[] = [];
  let before: StoryEvent | undefined;
  for (const event of events) {
    const last = steps.at(-1);
    if (last && kindOf(event.type) === 'breaker' && last.event.type === event.type) {
      last.more.push(event);
    } else {
      const lagMs = before && Math.max(0, event.timeMs - before.timeMs);
      steps.push({ event, lagMs, more: [] });
    }
    before = event;
  }
  return steps;
}

/** `alarm` of `alarm.firing`. */
export const kindOf = (type: string): string => type.slice(0, Math.max(0, type.indexOf('.')));
