import { expect, it } from 'vitest';
import { remembered } from './remembered.ts';

const storeOf = () => ({ rows: async () => [] });

it('asks once a minute', async () => {
  const store = storeOf();
  let [time, asked] = [0, 0];
  const ask = () =>
    remembered(
      store,
      'q',
      async () => ++asked,
      () => time,
    );
  expect([await ask(), await ask()]).toEqual([1, 1]);
  time = 59_999;
  expect(await ask()).toBe(1);
  time = 60_000;
  expect(await ask()).toBe(2);
});

it('keeps questions and stores apart', async () => {
  const [one, other] = [storeOf(), storeOf()];
  const say = (text: string) => () => Promise.resolve(text);
  expect(await remembered(one, 'a', say('1a'))).toBe('1a');
  expect(await remembered(one, 'b', say('1b'))).toBe('1b');
  expect(await remembered(other, 'a', say('2a'))).toBe('2a');
});

it('does not keep a failure', async () => {
  const store = storeOf();
  const fails = () => Promise.reject(new Error('the store is away'));
  await expect(remembered(store, 'q', fails)).rejects.toThrow('away');
  expect(await remembered(store, 'q', async () => 'there')).toBe('there');
});

it('forgets the oldest of very many', async () => {
  const store = storeOf();
  const ask = (number: number, answer: string) =>
    remembered(store, `${number}`, async () => answer);
  for (let number = 0; number <= 200; number++) await ask(number, 'first');
  expect(await ask(1, 'second')).toBe('first');
  expect(await ask(0, 'second')).toBe('second');
});
