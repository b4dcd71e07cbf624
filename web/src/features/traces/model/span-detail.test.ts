import { expect, it } from 'vitest';
import { span } from './fixtures.ts';
import { spanDetail } from './span-detail.ts';

const detail = (name: string, attributes: Record<string, unknown>): string =>
  spanDetail(span('a', null, 0, 1, { name, attributes }));

it('is the path of a request that is named by its method', () => {
  const method = { 'http.request.method': 'GET' };
  expect(detail('GET', { ...method, 'url.full': 'http://cart:80/carts/7?x=1' })).toBe('/carts/7');
  expect(detail('GET', { ...method, 'url.path': '/carts/7' })).toBe('/carts/7');
  expect(detail('GET', { 'http.method': 'GET', 'http.url': 'http://a/b' })).toBe('/b');
});

it('is the statement of a database, on one line', () => {
  expect(detail('pg.query:SELECT shop', { 'db.query.text': 'SELECT id\n  FROM orders' })).toBe(
    'SELECT id FROM orders',
  );
});

it('is nothing where the name says it, or nothing can be said', () => {
  const route = { 'http.request.method': 'GET', 'url.path': '/carts/7' };
  expect(detail('GET /carts/:id', route)).toBe('');
  expect(detail('SELECT 1', { 'db.query.text': 'SELECT 1' })).toBe('');
  expect(detail('GET', { 'http.request.method': 'GET', 'url.full': 'not an address' })).toBe('');
  expect(detail('work', {})).toBe('');
});
