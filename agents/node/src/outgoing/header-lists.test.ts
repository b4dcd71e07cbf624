import { expect, test } from 'vitest';
import { headersAsObject } from './header-lists.ts';

test.each([
  [undefined, undefined],
  [{ a: '1' }, { a: '1' }],
  [['X-A', '1', 'b', 2], { 'X-A': '1', b: 2 }],
  [['a', '1', 'A', '2', 'a', '3'], { a: ['1', '2', '3'] }],
  [
    [
      ['a', '1'],
      ['b', ['2', '3']],
    ],
    { a: '1', b: ['2', '3'] },
  ],
])('%j → %j', (given, expected) => expect(headersAsObject(given)).toEqual(expected));
