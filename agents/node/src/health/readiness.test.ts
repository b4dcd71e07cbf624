import { afterEach, expect, test } from 'vitest';
import { applicationChecks, readiness } from './checks.ts';
import { createReadiness, isStarting, type ProcessState } from './readiness.ts';

afterEach(() => applicationChecks().clear());

const asking = (state: Partial<ProcessState> = {}, limitMs?: number) =>
  createReadiness(
    { isStopping: () => false, shedShare: () => 0, isStarting: () => false, ...state },
    limitMs,
  );

test('nothing wrong → ready, with every check', async () => {
  readiness('database', async () => undefined);
  expect(await asking()()).toEqual({
    status: 'ready',
    checks: [
      { name: 'listening', ok: true },
      { name: 'load', ok: true },
      { name: 'running', ok: true },
      { name: 'database', ok: true },
    ],
  });
});

test.each<[Partial<ProcessState>, string]>([
  [{ isStarting: () => true }, 'listening: no server listens yet'],
  [{ shedShare: () => 0.4 }, 'load: overloaded, 40 % of requests are refused'],
  [{ isStopping: () => true }, 'running: the process is ending'],
])('%o → %s', async (state, reason) => {
  expect(await asking(state)()).toMatchObject({ status: 'not ready', reason });
});

test.each<[string, () => unknown, string]>([
  ['false', () => false, 'the check failed'],
  ['later false', async () => false, 'the check failed'],
  [
    'throws',
    () => {
      throw new Error('no connection');
    },
    'no connection',
  ],
  ['rejects', () => Promise.reject(new Error('x'.repeat(1000))), 'x'.repeat(200)],
  ['rejects with nothing', () => Promise.reject(new Error('')), 'Error'],
])('a check: %s → not ready', async (_, check, reason) => {
  readiness('database', check);
  expect(await asking()()).toMatchObject({
    status: 'not ready',
    reason: `database: ${reason}`,
    checks: expect.arrayContaining([{ name: 'database', ok: false, reason }]),
  });
});

test('a check that hangs → not ready; it is not called again before it has answered', async () => {
  let calls = 0;
  let answer: (() => void) | undefined;
  readiness('database', () => {
    calls += 1;
    return new Promise<void>((resolve) => (answer = resolve));
  });
  const ask = asking({}, 20);
  expect((await ask()).reason).toBe('database: no answer within 20 ms');
  expect((await ask()).status).toBe('not ready');
  expect(calls).toBe(1);
  answer?.();
  await new Promise(setImmediate);
  const asked = ask();
  answer?.();
  expect((await asked).status).toBe('ready');
  expect(calls).toBe(2);
});

test('starting: until a server listens; without any for as long as it may be loading', () => {
  const none = { wereMade: false, everListened: false };
  const made = { wereMade: true, everListened: false };
  expect(isStarting(none, 2000)).toBe(true);
  expect(isStarting(none, 10_000), 'no server, a worker').toBe(false);
  expect(isStarting(made, 60_000)).toBe(true);
  expect(isStarting({ wereMade: true, everListened: true }, 2000)).toBe(false);
  readiness('queue', () => true);
  expect(isStarting(none, 2000), 'it speaks for itself').toBe(false);
  expect(isStarting(made, 2000)).toBe(true);
});
