import { expect, it } from 'vitest';
import { parseSearch, stringifySearch } from './search.ts';

it('keeps ids of digits alone as they are', () => {
  const traceId = '00000000000000001234567890123456';
  expect(parseSearch(`?traceId=${traceId}&from=1777888800000`)).toEqual({
    traceId,
    from: '1777888800000',
  });
});

it('goes there and back', () => {
  const search = { service: '결제 & <b>', attribute: ['a=b', 'c=d=e'], from: 'now-1h' };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

it('leaves out what is empty', () => {
  expect(stringifySearch({ a: undefined, b: '', c: [], d: null })).toBe('');
  expect(stringifySearch({ a: undefined, min: 5 })).toBe('?min=5');
});
