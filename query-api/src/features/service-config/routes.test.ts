import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, NOW_MS, type TestApi } from '../../testing/app.ts';
import { ServiceConfigReply } from './schema.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const PATH = '/services/a%2Fb/config';
const settings = { sampling: { ratio: 0.5 }, breaker: { enabled: true, openMs: 5_000 } };

describe('the settings of a service', () => {
  it('nothing → set → changed', async () => {
    expect(await api.ok(PATH, ServiceConfigReply)).toEqual({
      service: 'a/b',
      version: 0,
      author: '',
      updatedAt: null,
      settings: {},
    });
    const put = (body: object, version: number) =>
      api.send('PUT', PATH, body, { 'if-match': `"${version}"` });
    expect(await put(settings, 0)).toMatchObject({ status: 200, headers: { etag: '"1"' } });
    expect(await put({}, 0)).toMatchObject({ status: 412 });
    expect(await put({ sampling: { ratio: 1 } }, 1)).toMatchObject({ body: { version: 2 } });
    expect(await api.ok(PATH, ServiceConfigReply)).toMatchObject({
      version: 2,
      updatedAt: NOW_MS,
      settings: { sampling: { ratio: 1 } },
    });
  });

  it.each([
    [{ sampling: { ratio: 2 } }, '/sampling/ratio'],
    [{ sampling: {} }, '/sampling/ratio'],
    [{ breaker: { openMs: '5s' } }, '/breaker/openMs'],
    [{ logging: {} }, '/logging'],
  ])('%j is refused at %s', async (body, pointer) => {
    const problem = await api.refused('PUT', PATH, body, { 'if-match': '*' });
    expect(problem).toMatchObject({ status: 400, code: 'invalid_body', pointer });
  });
});
