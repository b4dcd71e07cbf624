import { newestDocuments } from '@nunchi/store/control/documents';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, NOW_MS, type TestApi } from '../../testing/app.ts';
import { Channel, ChannelsReply } from './schema.ts';

const SECRET = 'a-long-secret';
const ops = { name: 'ops', kind: 'webhook', url: 'https://hooks.example/ops' };

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const storedBody = async () => (await newestDocuments(api.store, ['channel'], 'ops'))[0]?.body;

describe('channels', () => {
  it('created → replaced, its secret kept → deleted, and its secret with it', async () => {
    const made = await api.send('POST', '/channels', { ...ops, secret: SECRET });
    expect(made).toMatchObject({ status: 201, headers: { etag: '"1"' } });
    expect(JSON.stringify(made.body)).not.toContain(SECRET);
    expect(await api.ok('/channels/ops', Channel)).toEqual({
      ...ops,
      sendResolved: true,
      hasSecret: true,
      version: 1,
      origin: 'api',
      author: 'anonymous',
      updatedAt: NOW_MS,
    });

    const moved = { ...ops, url: 'https://hooks.example/new', sendResolved: false };
    const at = { 'if-match': '"1"' };
    expect(await api.send('PUT', '/channels/ops', moved, at)).toMatchObject({
      status: 200,
      body: { hasSecret: true, version: 2, url: moved.url, sendResolved: false },
    });
    expect(await storedBody()).toEqual({ ...moved, secret: SECRET });

    expect((await api.send('DELETE', '/channels/ops')).status).toBe(204);
    expect(JSON.stringify(await storedBody())).not.toContain(SECRET);
    expect(await api.ok('/channels', ChannelsReply)).toEqual({ channels: [] });
    expect((await api.send('POST', '/channels', ops)).body).toMatchObject({ hasSecret: false });
  });

  it.each([
    [{ ...ops, url: 'ftp://a' }, 'invalid_body', '/url'],
    [{ ...ops, url: 'https://a b' }, 'invalid_body', '/url'],
    [{ ...ops, url: 'https://a\r\nb/' }, 'invalid_body', '/url'],
    [{ ...ops, url: 'https://me:word@hooks.example/' }, 'invalid_body', '/url'],
    [{ ...ops, secret: 'short' }, 'invalid_body', '/secret'],
    [{ ...ops, colour: 'red' }, 'invalid_body', '/colour'],
    [{ ...ops, sendResolved: 'yes' }, 'invalid_body', '/sendResolved'],
    [{ ...ops, name: 'Ops!' }, 'invalid_body', '/name'],
    [ops, 'channel_exists', undefined],
  ])('%j: %s', async (body, code, pointer) => {
    const problem = await api.refused('POST', '/channels', body);
    expect(problem).toMatchObject({ code, ...(pointer && { pointer }) });
  });

  it('are not renamed, and not replaced unseen', async () => {
    const put = (body: object, headers = {}) => api.refused('PUT', '/channels/ops', body, headers);
    expect(await put({ ...ops, name: 'dev' })).toMatchObject({ pointer: '/name' });
    expect(await put(ops)).toMatchObject({ status: 428 });
    expect(await put(ops, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect(await api.refused('PUT', '/channels/none', { ...ops, name: 'none' })).toMatchObject({
      code: 'channel_not_found',
    });
  });
});
