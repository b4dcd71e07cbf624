import type { Store } from '@nunchi/store';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import type { Api } from '../features/context.ts';

const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
let directory: string;
let app: Api;

const build = (webDir: string) => buildApp({ webDir }, { store: {} as Store });

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'nunchi-ui-'));
  mkdirSync(join(directory, 'dist/assets'), { recursive: true });
  writeFileSync(join(directory, 'dist/index.html'), '<!doctype html><title>UI</title>');
  writeFileSync(join(directory, 'dist/assets/index-abc123.js'), 'export {};');
  writeFileSync(join(directory, 'dist/favicon.svg'), '<svg/>');
  writeFileSync(join(directory, 'secret.txt'), 'secret');
  app = await build(join(directory, 'dist'));
});
afterAll(async () => {
  await app.close();
  rmSync(directory, { recursive: true });
});

describe('the web UI', () => {
  it.each([
    '/',
    '/services',
    '/traces/5b8efff798038103d269b633813fc60c?tab=logs',
    '/correlations/a.b',
  ])('answers a browser at %s with its page, never cached unasked', async (url) => {
    const reply = await app.inject({ url, headers: PAGE });
    expect(reply.statusCode).toBe(200);
    expect(reply.body).toContain('<title>UI</title>');
    expect(reply.headers['content-type']).toMatch(/^text\/html/);
    expect(reply.headers['cache-control']).toBe('no-cache');
  });

  it('serves assets, whose names have a hash, for ever; other files not', async () => {
    const asset = await app.inject('/assets/index-abc123.js');
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(asset.headers['content-type']).toMatch(/javascript/);
    expect((await app.inject('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it.each([
    ['/api/v1/none', PAGE],
    ['/api', PAGE],
    ['/api/v1//none', PAGE],
    [`/api/v1/services/${'x'.repeat(5_000)}`, PAGE],
    ['/assets/gone.js', { accept: '*/*' }],
    ['/none.png', { accept: 'image/*' }],
  ])('does not answer %s with its page', async (url, headers) => {
    const reply = await app.inject({ url, headers });
    expect(reply.statusCode).toBe(404);
    expect(reply.json()).toMatchObject({ code: 'route_not_found' });
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
  ])('keeps to its directory: %s', async (url) => {
    const reply = await app.inject({ url, headers: PAGE });
    expect(reply.body).not.toBe('secret');
  });

  it('says how to build it when it is not there', async () => {
    const bare = await build(join(directory, 'none'));
    const reply = await bare.inject({ url: '/', headers: PAGE });
    expect(reply.statusCode).toBe(503);
    expect(reply.body).toContain('npm run build');
    await bare.close();
  });
});
