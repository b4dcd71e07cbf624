import type { StoryEvent } from '../../../shared/story/stories.ts';
import type { Wording } from '../../../shared/story/outcomes.ts';

export interface Delivery extends Wording {
  readonly timeMs: number;
  readonly error: string | undefined;
}

const WORDS: Readonly<Record<string, Wording>> = {
  queued: { word: 'On the way', tone: 'busy' },
  retrying: { word: 'Being retried', tone: 'attention' },
  delivered: { word: 'Delivered', tone: 'good' },
  abandoned: { word: 'Given up', tone: 'bad' },
};

/** The newest delivery of each channel, from events of notifications in any order. */
export function lastDeliveries(events: readonly StoryEvent[]): Map<string, Delivery> {
  const last = new Map<string, Delivery>();
  for (const { timeMs, body } of events.toSorted((a, b) => a.sequence - b.sequence)) {
    // The body of such an event is the notification.
    const { channel, state, lastError } = body as {
      channel: string;
      state: string;
      lastError: string | null;
    };
    const wording = WORDS[state] ?? { word: state, tone: 'quiet' };
    last.set(channel, { ...wording, timeMs, error: lastError ?? undefined });
  }
  return last;
}
