import { expect, test } from 'vitest';
import { readEnvironment, shown } from './environment.ts';

function read(variables: NodeJS.ProcessEnv) {
  const problems: string[] = [];
  return { ...readEnvironment(variables, (problem) => problems.push(problem)), problems };
}

test('what is not set, or empty, is the default and no problem', () => {
  const env = read({ B: ' ' });
  expect(env.number('A', 7, { least: 0 })).toBe(7);
  expect(env.number('B', 7, { least: 0 })).toBe(7);
  expect(env.choice('B', ['x', 'y'], 'y')).toBe('y');
  expect(env.flag('B', true)).toBe(true);
  expect(env.list('B')).toEqual([]);
  expect(env.problems).toEqual([]);
});

test('what makes sense is taken', () => {
  const env = read({ A: '0.5', B: 'OFF', C: ' a, b,,', D: 'Y', E: '0x10' });
  expect(env.number('A', 7, { least: 0 })).toBe(0.5);
  expect(env.flag('B', true)).toBe(false);
  expect(env.list('C')).toEqual(['a', 'b']);
  expect(env.choice('D', ['x', 'y'], 'x')).toBe('y');
  expect(env.number('E', 7, { least: 0, whole: true })).toBe(16);
  expect(env.problems).toEqual([]);
});

test.each([
  ['-1', { least: 0 }, 'VALUE is "-1", not a number from 0 on; 7 is used'],
  ['11', { least: 0, most: 10 }, 'VALUE is "11", not a number from 0 to 10; 7 is used'],
  ['1.5', { least: 0, whole: true }, 'VALUE is "1.5", not a whole number from 0 on; 7 is used'],
  ['NaN', { least: 0 }, 'VALUE is "NaN", not a number from 0 on; 7 is used'],
  ['Infinity', { least: 0 }, 'VALUE is "Infinity", not a number from 0 on; 7 is used'],
])('%s', (text, bounds, problem) => {
  const env = read({ VALUE: text });
  expect(env.number('VALUE', 7, bounds)).toBe(7);
  expect(env.problems).toEqual([problem]);
});

test('wrong words', () => {
  const env = read({ A: 'maybe', B: 'z' });
  expect(env.flag('A', true)).toBe(true);
  expect(env.flag('A', true), 'asked again, said once').toBe(true);
  expect(env.choice('B', ['x', 'y'], 'x')).toBe('x');
  expect(env.problems).toEqual([
    'A is "maybe", not on or off; on is used',
    'B is "z", not one of x, y; x is used',
  ]);
});

test('what is shown is short, and on one line', () => {
  expect(shown('a\nb\u001b[31m')).toBe(String.raw`a\nb\u001b[31m`);
  expect(shown('x'.repeat(1000))).toHaveLength(61);
});

test('lists of known words', () => {
  const env = read({ A: 'x, nope,y', B: ' , ', C: 'nope', D: 'no' });
  expect(env.words('A', ['y', 'x'])).toEqual(['y', 'x']);
  expect(env.words('B', ['x'])).toBeUndefined();
  expect(env.words('C', ['x'], { expected: 'names' })).toEqual([]);
  expect(env.words('D', ['x'], { otherwise: 'all are used' })).toBeUndefined();
  expect(env.problems).toEqual([
    'A is "x, nope,y", not some of y, x; nope is left out',
    'C is "nope", not names; nope is left out',
    'D is "no", not some of x; all are used',
  ]);
});

test('URLs, whose passwords are not shown, nor what headers hold', () => {
  const env = read({
    A: 'https://a.example/b',
    B: 'ftp://user:secret@a.example',
    A_HEADERS: 'secret',
  });
  expect(env.url('A', 'http://c').href).toBe('https://a.example/b');
  expect(env.url('B', 'http://c').href).toBe('http://c/');
  env.wrong('A_HEADERS', 'a list', 'it is left out');
  expect(env.problems).toEqual([
    'B is "ftp://…@a.example", not an http or https URL; http://c is used',
    'A_HEADERS is not shown, but not a list; it is left out',
  ]);
});
