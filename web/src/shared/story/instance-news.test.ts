import { expect, it } from 'vitest';
import { instanceNews, mergeInstanceNews } from './instance-news.ts';
import { tellStories, type StoryEvent } from './stories.ts';

/** At second `second`, the instance `cart/a` became healthy for the first time, or as said. */
const news = (
  second: number,
  what: string,
  { type = 'instance.healthy', previous = 'unknown', chain = '' } = {},
): StoryEvent => {
  const [service, instance] = what.split('/');
  return {
    sequence: second,
    timeMs: second * 1000,
    type,
    subject: what,
    chain,
    service: service!,
    summary: `${what}: ${type}`,
    body: { service, instance, previous },
  };
};
const told = (events: StoryEvent[]): string[] =>
  mergeInstanceNews(tellStories(events)).map(
    ({ steps: [step] }) => instanceNews([step!.event, ...step!.more]) ?? step!.event.summary,
  );

it('tells instances that come together in one line', () => {
  expect(told([news(1, 'cart/b8d1'), news(2, 'checkout/b'), news(3, 'checkout/a')])).toEqual([
    '3 instances are healthy for the first time: cart, checkout (a, b).',
  ]);
});

it('keeps apart what is of another kind, far away, or separated by a story', () => {
  expect(
    told([
      news(1, 'a/1'),
      news(200, 'b/1'),
      news(201, 'c/1', { previous: 'late' }),
      news(202, 'd/1', { type: 'instance.down', previous: 'late' }),
      news(203, 'e/1', { type: 'alarm.firing', chain: 'f@1' }),
      news(204, 'g/1', { type: 'instance.down', previous: 'late' }),
    ]),
  ).toHaveLength(6);
});

it('names a dozen and counts the rest', () => {
  const many = Array.from({ length: 14 }, (_, at) => news(at, `cart/${at}`));
  expect(told(many)[0]).toMatch(/^14 instances .* cart \(0, 1, 10, .*\), and 2 more\.$/);
});

it('keeps its id while newer ones join', () => {
  const id = (events: StoryEvent[]) => mergeInstanceNews(tellStories(events))[0]!.id;
  const events = [news(1, 'a/1'), news(2, 'b/1'), news(3, 'c/1')];
  expect(id(events)).toBe(id(events.slice(0, 2)));
});
