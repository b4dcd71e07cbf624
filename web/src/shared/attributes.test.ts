import { expect, it } from 'vitest';
import { oneLine, showAttributes, webAddress } from './attributes.ts';

it('tells the types, also those that JSON does not tell', () => {
  const shown = showAttributes(
    { s: '1', i: 5, d: 1, big: '9223372036854775807', b: true, l: [1], m: { a: 1 }, n: null },
    { d: 'double', big: 'int' },
  );
  expect(shown.map(({ key, type }) => `${key}:${type}`).join(' ')).toBe(
    's:string i:int d:double big:int b:bool l:array m:map n:empty',
  );
});

it('tells the type of an attribute whatever its name', () => {
  const attributes = JSON.parse('{"__proto__":"x","constructor":1}') as Record<string, unknown>;
  expect(showAttributes(attributes, {})).toMatchObject([
    { key: '__proto__', type: 'string', text: 'x' },
    { key: 'constructor', type: 'int', text: '1' },
  ]);
});

it('makes links of web addresses alone', () => {
  expect(webAddress('https://example.org/a?b=c')).toBe('https://example.org/a?b=c');
  expect(webAddress('javascript:alert(1)')).toBeUndefined();
  expect(webAddress('http://')).toBeUndefined();
  expect(webAddress(' https://example.org')).toBeUndefined();
  expect(webAddress('data:text/html,<script>')).toBeUndefined();
});

it('puts any body on one line', () => {
  expect(oneLine('a\n\tb  c ')).toBe('a b c');
  expect(oneLine({ event: 'paid', cents: [1, 2] })).toBe('{"event":"paid","cents":[1,2]}');
  expect(oneLine(null)).toBe('');
  expect(oneLine('x'.repeat(5000))).toHaveLength(600);
});
