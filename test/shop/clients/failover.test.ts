import { pino } from 'pino';
import { expect, it } from 'vitest';
import { callOneOf } from './failover.ts';

const log = pino({ level: 'silent' });
const failing = (code: string) => Object.assign(new Error('failed'), { code });

async function calls(instances: readonly string[], answers: Readonly<Record<string, unknown>>) {
  const called: string[] = [];
  const result = await callOneOf(instances, log, async (url) => {
    called.push(url);
    const answer = answers[url];
    if (answer instanceof Error) throw answer;
    return answer;
  }).catch((error: NodeJS.ErrnoException) => error.code);
  return { called, result };
}

it.each([
  ['answers', { a: 'fine' }, ['a'], 'fine'],
  ['is not there', { a: failing('ECONNREFUSED'), b: 'fine' }, ['a', 'b'], 'fine'],
  ['has an open breaker', { a: failing('ECIRCUITOPEN'), b: 'fine' }, ['a', 'b'], 'fine'],
  ['may have received it', { a: failing('ECONNRESET'), b: 'fine' }, ['a'], 'ECONNRESET'],
  [
    'is not there, nor the next',
    { a: failing('ECONNREFUSED'), b: failing('E2') },
    ['a', 'b'],
    'E2',
  ],
])('the first %s', async (_, answers, called, result) => {
  expect(await calls(['a', 'b'], answers)).toEqual({ called, result });
});

it('there is one only: its error stands', async () => {
  const answers = { a: failing('ECONNREFUSED') };
  expect(await calls(['a'], answers)).toEqual({ called: ['a'], result: 'ECONNREFUSED' });
});
