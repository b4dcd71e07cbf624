import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { exceptionOf, exceptionOfStack } from './exception.ts';
import { attributesOf, cut } from './values.ts';

test('what a record can carry is copied, the rest made text or left out', () => {
  const nested = { a: [1, 'b', null, { c: true }] };
  const attributes = attributesOf({
    nested,
    big: 10n,
    date: new Date(0),
    error: new TypeError('x'),
    map: new Map([['a', 1]]),
    bytes: new Uint8Array(3),
    none: undefined,
    nothing: null,
    call() {},
    '': 'no name',
  });
  nested.a.length = 0;
  expect(attributes).toEqual({
    nested: { a: [1, 'b', null, { c: true }] },
    big: '10',
    date: '1970-01-01T00:00:00.000Z',
    error: 'TypeError: x',
    map: expect.stringContaining('Map(1)'),
    bytes: expect.stringContaining('Uint8Array(3)'),
  });
});

test('cycles, depth, number and length have an end', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  expect(JSON.stringify(attributesOf({ cycle })).length).toBeLessThan(500);
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`k${at}`, at]));
  expect(Object.keys(attributesOf(many))).toHaveLength(100);
  expect(Object.keys(attributesOf({ many })['many'] as object)).toHaveLength(100);
  expect(attributesOf({ list: Array.from({ length: 1000 }, () => 1) })['list']).toHaveLength(100);
  expect(attributesOf({ text: 'x'.repeat(100_000) })['text']).toHaveLength(32 * 1024 + 1);
});

class OutOfStock extends Error {}

test.each([
  [
    'a class without a name of its own',
    new OutOfStock('tea'),
    { name: 'OutOfStock', message: 'tea' },
  ],
  ['a code is not its type', Object.assign(new Error('no'), { code: 'ENOENT' }), { name: 'Error' }],
  [
    'serialized',
    { type: 'TypeError', message: 'x', stack: 'TypeError: x\n  at y' },
    { name: 'TypeError' },
  ],
])('%s', (_, error, expected) => expect(exceptionOf(error)).toMatchObject(expected));

test.each([['text'], [undefined], [null], [{ message: 'no stack' }], [7]])(
  '%s is no error',
  (value) => expect(exceptionOf(value)).toBeUndefined(),
);

test.each([
  ['TypeError: a: b\n    at c', { name: 'TypeError', message: 'a: b' }],
  ['Error\n    at c', { name: 'Error', message: '' }],
  ['Error: two\nlines\n    at c', { name: 'Error', message: 'two\nlines' }],
])('a stack alone: %s', (stack, expected) => {
  expect(exceptionOfStack(stack)).toEqual({ ...expected, stack });
});

test('text that is no stack', () => expect(exceptionOfStack('one line')).toBeUndefined());

test('what is cut does not keep the whole text in memory', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  // Joined, since V8 would not copy what is repeated before it is cut.
  const texts = Array.from({ length: 20 }, (_, at) =>
    cut(Array.from({ length: 4000 }, () => `${at}`.repeat(500)).join('')),
  );
  expect(used() - before).toBeLessThan(20e6);
  expect(texts[0]).toHaveLength(32 * 1024 + 1);
});
