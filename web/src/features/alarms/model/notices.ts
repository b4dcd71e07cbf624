import type { StoryEvent } from '../../../shared/story/stories.ts';

/** A transition to tell about while the UI is open. */
export interface Notice {
  readonly sequence: number;
  readonly fingerprint: string;
  readonly chain: string;
  readonly kind: 'firing' | 'resolved';
  readonly severity: string;
  readonly text: string;
}

export interface Notices {
  /** Newest event that has been looked at; undefined: none yet, so what was before is no news. */
  readonly seen: number | undefined;
  /** Oldest first. */
  readonly shown: readonly Notice[];
}

export const NO_NOTICES: Notices = { seen: undefined, shown: [] };

const MOST_SHOWN = 4;

/**
 * Takes in the newest events of alarms, in any order. Each transition becomes one notice, once; a
 * resolved alarm takes the place of the notice that it fired.
 */
export function takeIn(notices: Notices, events: readonly StoryEvent[]): Notices {
  const newest = Math.max(notices.seen ?? 0, ...events.map(({ sequence }) => sequence));
  if (notices.seen === undefined) return { ...notices, seen: newest };
  const { seen } = notices;
  const fresh = events
    .filter(({ sequence }) => sequence > seen)
    .map(toNotice)
    .filter((notice) => notice !== undefined)
    .sort((a, b) => a.sequence - b.sequence);
  if (fresh.length === 0) return newest === seen ? notices : { ...notices, seen: newest };
  let shown = notices.shown;
  for (const notice of fresh) {
    shown = [...shown.filter(({ chain }) => chain !== notice.chain), notice];
  }
  return { seen: newest, shown: shown.slice(-MOST_SHOWN) };
}

export const dismiss = (notices: Notices, sequence: number): Notices => ({
  ...notices,
  shown: notices.shown.filter((notice) => notice.sequence !== sequence),
});

function toNotice({
  sequence,
  type,
  subject,
  chain,
  summary,
  body,
}: StoryEvent): Notice | undefined {
  if (type !== 'alarm.firing' && type !== 'alarm.resolved') return undefined;
  return {
    sequence,
    fingerprint: subject,
    chain,
    kind: type === 'alarm.firing' ? 'firing' : 'resolved',
    severity: (body as { severity?: string }).severity ?? 'info',
    text: summary,
  };
}
