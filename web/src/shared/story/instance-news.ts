import { countOf } from '../format/number.ts';
import { kindOf, type Story, type StoryEvent } from './stories.ts';

/** Instances that change in the same way within this time of each other are one piece of news. */
const TOGETHER_MS = 60_000;
const MOST_NAMES = 12;

interface InstanceBody {
  readonly service: string;
  readonly instance: string;
  readonly previous: string;
}

const WORDS: Readonly<Record<string, string>> = {
  'instance.healthy': 'are healthy',
  'instance.degraded': 'are degraded',
  'instance.late': 'missed a heartbeat',
  'instance.down': 'missed three heartbeats and count as down',
  'instance.left': 'have left',
};

/** Neighbouring news of the same kind about instances as one; newest first, as they come. */
export function mergeInstanceNews(stories: readonly Story[]): Story[] {
  const merged: Story[] = [];
  for (const story of stories) {
    const newer = merged.at(-1);
    if (newer && belongTogether(newer, story)) merged[merged.length - 1] = joined(story, newer);
    else merged.push(story);
  }
  return merged;
}

function belongTogether(newer: Story, older: Story): boolean {
  const kind = newsOf(older);
  return (
    kind !== undefined && kind === newsOf(newer) && newer.firstMs - older.lastMs <= TOGETHER_MS
  );
}

/** What a story says of instances, alike for those that can be told together. */
function newsOf({ id, steps }: Story): string | undefined {
  const event = steps[0]?.event;
  if (!id.startsWith('#') || event === undefined || kindOf(event.type) !== 'instance') return;
  return `${event.type}${isFirst(event) ? ' first' : ''}`;
}

/** One step, the oldest event first. */
function joined(older: Story, newer: Story): Story {
  const [first, ...others] = [older, newer].flatMap(({ steps }) =>
    steps.flatMap(({ event, more }) => [event, ...more]),
  );
  return {
    ...older,
    lastMs: newer.lastMs,
    steps: [{ ...older.steps[0]!, event: first!, more: others }],
  };
}

/** `3 instances are healthy for the first time: cart, checkout (a, b).`; undefined for one alone. */
export function instanceNews(events: readonly StoryEvent[]): string | undefined {
  const [event] = events;
  const words = event && WORDS[event.type];
  if (words === undefined || events.length < 2) return undefined;
  const named = events.map(({ body }) => body as InstanceBody);
  const listed = named.slice(0, MOST_NAMES);
  const places = [...Map.groupBy(listed, ({ service }) => service)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, of]) => placeOf(service, of));
  if (named.length > MOST_NAMES) places.push(`and ${named.length - MOST_NAMES} more`);
  const first = isFirst(event!) ? ' for the first time' : '';
  return `${countOf(named.length, 'instance')} ${words}${first}: ${places.join(', ')}.`;
}

function placeOf(service: string, bodies: readonly InstanceBody[]): string {
  const names = [...new Set(bodies.map(({ instance }) => instance))].sort();
  return names.length === 1 ? service : `${service} (${names.join(', ')})`;
}

const isFirst = ({ body }: StoryEvent): boolean => (body as InstanceBody).previous === 'unknown';
