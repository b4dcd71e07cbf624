import { expect, it } from 'vitest';
import { readLogsSearch } from './url.ts';

it.each([
  [{}, undefined],
  [{ q: ' severity:error ' }, 'severity:error'],
  [{ text: 'refused' }, 'refused'],
  [{ text: 'connection refused', q: 'service:pay' }, 'service:pay "connection refused"'],
])('the query of %j is %s', (given, q) => {
  const search = readLogsSearch(given as Parameters<typeof readLogsSearch>[0]);
  expect(search.q).toBe(q);
  expect(search).toHaveProperty('text', undefined);
});
