import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Api } from '../features/context.ts';
import { parameters, TimeRangeQuery } from '../schemas/common.ts';
import { registerQuestions } from './questions.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');
const OVER = 'from=2026-01-31T10:00:00Z&to=2026-01-31T11:00:00Z';

let app: Api;
/** Handlers that have begun and wait; each answers what it is told. */
let open: PromiseWithResolvers<object>[];

beforeEach(async () => {
  open = [];
  app = Fastify().withTypeProvider<TypeBoxTypeProvider>();
  registerQuestions(app, () => NOW);
  const handler = (): Promise<object> => {
    const waiting = Promise.withResolvers<object>();
    open.push(waiting);
    return waiting.promise;
  };
  const querystring = parameters({ ...TimeRangeQuery });
  app.get('/question', { schema: { querystring } }, handler);
  app.post('/question', { schema: { body: querystring } }, handler);
  app.get('/other', handler);
  await app.ready();
});
afterEach(() => app.close());

/** Asks, and answers `{answer}` when so many handlers have begun. */
async function ask(url: string, answer: unknown, headers: Record<string, string> = {}) {
  const reply = app.inject({ url, headers });
  await expect.poll(() => open.length).toBe(1);
  open.pop()?.resolve({ answer });
  return reply;
}

it('equal questions are asked once while one of them is being answered', async () => {
  const first = app.inject('/question?from=now-1h');
  await expect.poll(() => open.length).toBe(1);
  const second = app.inject('/question?from=now-1h');
  const other = app.inject('/question?from=now-2h');
  const byPost = app.inject({ method: 'POST', url: '/question', payload: { from: 'now-1h' } });
  await expect.poll(() => open.length).toBe(3);
  open.forEach(({ resolve }, index) => resolve({ answer: index }));
  const answers = (await Promise.all([first, second, other, byPost])).map((reply) => reply.json());
  expect(answers[0]).toEqual(answers[1]);
  expect(new Set(answers.map(({ answer }) => answer)).size).toBe(3);

  open = [];
  expect((await ask('/question?from=now-1h', 'new')).json()).toEqual({ answer: 'new' });
});

it('a failure is shared, and forgotten', async () => {
  const failing = [app.inject('/question'), app.inject('/question')];
  await expect.poll(() => open.length).toBe(1);
  open.pop()?.reject(new Error('no'));
  expect((await Promise.all(failing)).map(({ statusCode }) => statusCode)).toEqual([500, 500]);
  expect((await ask('/question', 1)).statusCode).toBe(200);
});

it('an answer about a range that is over has an ETag, and is sent again only when it differs', async () => {
  const { headers } = await ask(`/question?${OVER}`, 1);
  expect(headers['cache-control']).toBe('private, max-age=60');
  const etag = String(headers.etag);
  const head = app.inject({ method: 'HEAD', url: `/question?${OVER}` });
  await expect.poll(() => open.length).toBe(1);
  open.pop()?.resolve({ answer: 1 });
  expect(await head).toMatchObject({ statusCode: 200, body: '', headers: { etag } });
  const again = (answer: number) =>
    ask(`/question?${OVER}`, answer, { 'if-none-match': `"x", W/${etag}` });
  expect(await again(1)).toMatchObject({ statusCode: 304, body: '', headers: { etag } });
  expect(await again(2)).toMatchObject({ statusCode: 200, body: '{"answer":2}' });
});

it.each([
  ['relative', 'from=2026-01-31T10:00:00Z&to=now-1h'],
  ['the end has just been', 'from=2026-01-31T10:00:00Z&to=2026-01-31T11:58:01Z'],
  ['by default it ends now', 'from=2026-01-31T10:00:00Z'],
])('other answers are not kept: %s', async (_name, query) => {
  const { headers } = await ask(`/question?${query}`, 1);
  expect([headers['cache-control'], headers.etag]).toEqual(['no-store', undefined]);
});

it('what is not about a range of time is left alone', async () => {
  const both = [app.inject('/other'), app.inject('/other')];
  await expect.poll(() => open.length).toBe(2);
  for (const { resolve } of open) resolve({});
  expect((await Promise.all(both))[0]?.headers['cache-control']).toBe(undefined);
});
