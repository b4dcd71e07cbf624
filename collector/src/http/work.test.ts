import { expect, it } from 'vitest';
import { Work } from './work.ts';

/** Work on a clock of the test's own: requests take this long, turns end when they are told to. */
function working() {
  let now = 0;
  let ends: (() => void)[] = [];
  const work = new Work(
    { sliceMs: 10, maxWaitMs: 25, burstMs: 200 },
    { now: () => now, atEndOfTurn: (end) => void ends.push(end) },
  );
  const begun: number[] = [];
  return {
    work,
    begun,
    pass: (ms: number) => void (now += ms),
    request(number: number, tookMs: number): void {
      void work.run(async () => {
        begun.push(number);
        now += tookMs;
      });
    },
    /** Answers whether there is another turn to come. */
    endTurn(): boolean {
      const ending = ends;
      ends = [];
      for (const end of ending) end();
      return ends.length > 0;
    },
  };
}

it('while there is little to do, everything is done at once', () => {
  const { begun, endTurn, request, work } = working();
  for (let i = 0; i < 100; i++) {
    request(i, 9);
    expect(begun).toHaveLength(i + 1);
    endTurn();
  }
  expect(work.isBehind).toBe(false);
});

it('what does not fit into a slice waits for the next one, in order', () => {
  const { begun, endTurn, request } = working();
  for (let i = 0; i < 9; i++) request(i, 4);
  expect(begun).toEqual([0, 1, 2]);
  endTurn();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  request(9, 4);
  endTurn();
  endTurn();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('a request that takes longer than all slices makes nobody late', () => {
  const { begun, endTurn, request, work } = working();
  request(0, 1_000);
  for (let i = 1; i < 8; i++) request(i, 1);
  expect([begun, work.isBehind]).toEqual([[0], false]);
  endTurn();
  expect(begun).toHaveLength(8);
});

/** Requests have taken a millisecond each for a while; then so many come at once. */
function burst(requests: number) {
  const own = working();
  for (let i = 0; i < 200; i++) {
    own.request(i, 1);
    own.endTurn();
  }
  for (let i = 0; i < requests; i++) own.request(i, 1);
  const state = () => [own.work.isBehind, own.work.isFarBehind];
  return { ...own, state };
}

it('in time → behind → far behind → in time', () => {
  const { endTurn, pass, request, state } = burst(10 + 25); // ten are done, 25 wait: 25 ms
  pass(1_000);
  expect(state()).toEqual([false, false]);
  request(0, 1);
  request(1, 1);
  expect(state()).toEqual([false, false]);
  pass(200);
  expect(state()).toEqual([true, false]);
  for (let i = 0; i < 80; i++) request(i, 1);
  expect(state()).toEqual([true, true]);
  for (let i = 0; i < 4; i++) endTurn();
  expect(state()).toEqual([false, false]);
});

it('many at once are no overload when they are done soon', () => {
  const { endTurn, state } = burst(150);
  do expect(state()).toEqual([false, false]);
  while (endTurn());
  expect(state()).toEqual([false, false]);
});

it('many at once are no burst while it was behind a moment ago', () => {
  const { endTurn, pass, request, state } = burst(10 + 640);
  expect(state()).toEqual([true, true]);
  while (endTurn());
  for (let i = 0; i < 10 + 40; i++) request(i, 1);
  expect(state()).toEqual([true, false]);
  while (endTurn());
  pass(2_000);
  for (let i = 0; i < 10 + 40; i++) request(i, 1);
  expect(state()).toEqual([false, false]);
});

it('many at once are no burst when others were refused a moment ago', () => {
  const { state, work } = burst(10 + 40);
  expect(state()).toEqual([false, false]);
  work.refusesAnyway();
  expect(state()).toEqual([true, false]);
});

it('too many at once are', () => {
  const { state } = burst(10 + 640);
  expect(state()).toEqual([true, true]);
});

it('a failure is its own', async () => {
  const { work } = working();
  await expect(work.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
