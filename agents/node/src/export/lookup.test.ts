import { expect, test, vi } from 'vitest';
import { createLookup } from './lookup.ts';

type Answer = (...found: [Error | null, string, number]) => void;

function setUp() {
  const clock = { now: 0 };
  const asked: { readonly name: string; readonly answer: Answer }[] = [];
  const lookup = createLookup(
    (name) => new Promise((resolve) => asked.push({ name, answer: (...found) => resolve(found) })),
    () => clock.now,
  );
  const told = vi.fn();
  return { clock, asked, told, ask: (name: string) => lookup(name, {}, told) };
}

test('one question at a time, and the same one only once', async () => {
  const { asked, told, ask } = setUp();
  for (const name of ['collector', 'collector', 'control', 'collector']) ask(name);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  asked[0]?.answer(null, '10.0.0.1', 4);
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(3));
  expect(told).toHaveBeenLastCalledWith(null, '10.0.0.1', 4);
  await vi.waitFor(() => expect(asked.map(({ name }) => name)).toEqual(['collector', 'control']));
});

test.each([
  [900, 2],
  [5000, 1],
])('answered after %s ms and asked again → %s questions', async (ms, questions) => {
  const { clock, asked, told, ask } = setUp();
  ask('collector');
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  clock.now = ms;
  asked[0]?.answer(new Error('EAI_AGAIN'), '', 4);
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
  ask('collector');
  if (questions === 1) await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
  else await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(asked).toHaveLength(questions);
  clock.now = ms + 61_000;
  ask('collector');
  await vi.waitFor(() => expect(asked).toHaveLength(2));
});
