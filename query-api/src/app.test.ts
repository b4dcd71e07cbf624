import { connectStore, type Store } from '@nunchi/store';
import { withLimits } from '@nunchi/store/queries/limits';
import { Secret } from '@nunchi/store/runtime/settings';
import { createTestStore, freePort } from '@nunchi/store/testing';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from './app.ts';
import type { Api } from './features/context.ts';

let store: Store;
const apps: Api[] = [];

beforeAll(async () => {
  store = await createTestStore();
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});
afterAll(() => store.close());

async function appOver(over: Store): Promise<Api> {
  const app = await buildApp({ webDir: tmpdir() }, { store: over });
  apps.push(app);
  return app;
}

const brokenStore = (rows: Store['rows']): Store => ({ ...store, rows });

describe('problems', () => {
  it.each([
    ['/services?from=soon', 400, 'invalid_time', 'from', /now-15m/],
    ['/services?from=now&to=now-1h', 400, 'invalid_range', 'from', /before/],
    ['/services?from=now-367d', 400, 'invalid_range', 'from', /366 days/],
    ['/services?form=now-1h', 400, 'unknown_parameter', 'form', /from, to/],
    ['/services?from=now&from=now', 400, 'invalid_parameter', 'from', /once/],
    ['/traces?limit=501', 400, 'invalid_parameter', 'limit', /between 1 and 500; it is 501/],
    ['/traces?limit=0', 400, 'invalid_parameter', 'limit', /between 1 and 500/],
    ['/traces?limit=many', 400, 'invalid_parameter', 'limit', /whole number.*it is many/],
    ['/traces?limit=', 400, 'invalid_parameter', 'limit', /whole number/],
    ['/traces?status=bad', 400, 'invalid_parameter', 'status', /unset, ok, error; it is bad/],
    ['/traces?minDurationMs=-1', 400, 'invalid_parameter', 'minDurationMs', /at least 0/],
    ['/traces?attribute=key', 400, 'invalid_parameter', 'attribute', /name=value/],
    ['/traces?cursor=abc', 400, 'invalid_cursor', 'cursor', /nextCursor/],
    ['/logs?limit=1001', 400, 'invalid_parameter', 'limit', /between 1 and 1000/],
    ['/traces/xyz', 400, 'invalid_parameter', 'traceId', /32 hexadecimal digits/],
    ['/traces/%zz', 400, 'bad_request', undefined, /%zz/],
    ['/nothing', 404, 'route_not_found', undefined, /\/api\/v1\/nothing/],
  ])('%s: %i %s', async (path, status, code, parameter, detail) => {
    const app = await appOver(store);
    const reply = await app.inject(`/api/v1${path}`);
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(reply.json()).toEqual({
      type: `urn:nunchi:problem:${code}`,
      title: expect.any(String),
      status,
      code,
      detail: expect.stringMatching(detail),
      ...(parameter !== undefined && { parameter }),
    });
    expect(reply.statusCode).toBe(status);
  });

  it('503 and Retry-After while the store cannot be reached', async () => {
    const unreachable = connectStore(
      { ...store.settings, url: new URL(`http://127.0.0.1:${await freePort()}`) },
      'test',
    );
    const app = await appOver(unreachable);
    const reply = await app.inject('/api/v1/services');
    expect(reply.statusCode).toBe(503);
    expect(reply.headers['retry-after']).toBe('2');
    expect(reply.json()).toMatchObject({ code: 'store_unavailable' });
    expect(reply.body).not.toContain('127.0.0.1');
    const ready = await app.inject('/readyz');
    expect(ready.statusCode).toBe(503);
    expect(ready.json().reason).toMatch(/cannot be reached/);
    expect((await app.inject('/livez')).statusCode).toBe(200);
    await unreachable.close();
  });

  it('503 while the store does not let us in', async () => {
    const settings = { ...store.settings, password: new Secret('wrong') };
    const stranger = connectStore(settings, 'test');
    const app = await appOver(stranger);
    expect((await app.inject('/api/v1/services')).json()).toMatchObject({
      code: 'store_unavailable',
    });
    await stranger.close();
  });

  it.each([
    ['SELECT sleepEachRow(0.5) FROM numbers(10) SETTINGS max_block_size = 1', 504, 'query_timeout'],
    ['SELECT number FROM numbers(11)', 503, 'query_too_large'],
  ])('%s: %i %s', async (sql, status, code) => {
    const limited = withLimits(store, { max_execution_time: 1, max_result_rows: '10' });
    const app = await appOver(brokenStore(() => limited.rows(sql)));
    const reply = await app.inject('/api/v1/services');
    expect(reply.statusCode).toBe(status);
    expect(reply.json()).toMatchObject({ code, detail: expect.stringMatching(/shorter range/) });
  });

  it.each([
    ['a query of 36,000 bytes', `q=${encodeURIComponent('가'.repeat(4_000))}`, 200, undefined],
    ['a query that is too long', `q=${'x'.repeat(4_001)}`, 400, 'q must have at most 4000'],
    ['an address beyond everything', 'q='.padEnd(70_000, 'x'), 400, 'at most 65536 bytes'],
  ])('%s has an answer', async (_name, query, status, words) => {
    const app = await appOver(store);
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    const reply = await fetch(`${address}/api/v1/traces?${query}`);
    expect(reply.status).toBe(status);
    const body = (await reply.json()) as { detail?: string };
    if (words !== undefined) expect(body.detail).toContain(words);
  });

  it.each(['/services', '/service-map', '/services/cart'])(
    '%s has an answer for the beginning of time',
    async (path) => {
      const app = await appOver(store);
      const { statusCode } = await app.inject(`/api/v1${path}?from=0&to=1`);
      expect([200, 404]).toContain(statusCode);
    },
  );

  it('500 tells nothing of what is inside', async () => {
    const app = await appOver(brokenStore(() => store.rows('SELECT secret_column')));
    const reply = await app.inject('/api/v1/services');
    expect(reply.statusCode).toBe(500);
    expect(reply.json()).toMatchObject({ code: 'internal_error' });
    expect(reply.body).not.toMatch(/secret/);
  });
});

describe('every reply', () => {
  it.each(['/api/v1/services', '/api/v1/nothing', '/api/openapi.json', '/livez', '/', '/traces/1'])(
    '%s has the security headers',
    async (url) => {
      const app = await appOver(store);
      const { headers } = await app.inject({ url, headers: { accept: 'text/html' } });
      expect(headers['content-security-policy']).toMatch(/script-src 'self';/);
      expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
    },
  );
});

describe('health', () => {
  it('is ready when the store has the schema', async () => {
    const app = await appOver(store);
    const reply = await app.inject('/readyz');
    expect(reply.json()).toEqual({ status: 'ready' });
  });

  it('measures requests by route and status', async () => {
    const app = await appOver(store);
    await app.inject('/api/v1/traces/ffffffffffffffffffffffffffffffff');
    await app.inject('/made/up');
    const { body } = await app.inject('/metrics');
    expect(body).toContain(
      'nunchi_http_request_duration_seconds_count{method="GET",route="/api/v1/traces/:traceId",status="404"} 1',
    );
    expect(body).toContain('route="none",status="404"} 1');
    expect(body).toContain('process_resident_memory_bytes');
  });
});
